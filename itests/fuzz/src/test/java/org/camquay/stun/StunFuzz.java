// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.nio.ByteBuffer;
import java.util.Set;

/** A STUN message from anybody who reaches the port. */
public final class StunFuzz {
    private static final StunKey KEY = StunKey.shortTerm("password");

    private static final Set<Integer> COMPUTED = Set.of(Protection.SHA1, Protection.SHA256, Protection.CRC);

    private StunFuzz() {}

    /** What a message says has to be the same once it was written again. */
    public static void fuzzerTestOneInput(byte[] data) {
        var buffer = ByteBuffer.wrap(data);
        PacketKind.of(buffer);
        if (ChannelData.channel(buffer) >= 0) {
            ChannelData.payload(buffer);
        }
        if (Stun.isStun(buffer)) {
            Stun.transactionId(buffer);
            Stun.messageClass(buffer);
            Stun.method(buffer);
            Stun.username(buffer);
            Stun.usernameFragment(buffer);
        }
        StunMessage.decode(buffer).ifPresent(StunFuzz::use);
    }

    private static void use(StunMessage message) {
        message.verify(KEY);
        message.verifySha256(KEY);
        message.verifyFingerprint();
        message.unknownRequired();
        message.malformed();
        message.attribute(AttributeType.NONCE).ifPresent(NonceCookie::of);
        message.toString();
        var builder = new StunMessageBuilder(message.messageClass(), message.method(), message.transactionId());
        var written = message.attributes().stream()
                .filter(attribute -> !COMPUTED.contains(attribute.type().number()))
                .toList();
        written.forEach(builder::add);
        var again = StunMessage.decode(builder.build().toArray()).orElseThrow();
        if (!again.attributes().equals(written)) {
            throw new AssertionError(message + " is " + again);
        }
    }
}
