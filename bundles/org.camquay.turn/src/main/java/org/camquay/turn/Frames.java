// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import org.camquay.stun.AddressFamily;
import org.camquay.stun.ChannelData;

/** Puts the headers of TURN before a packet, into the headroom it was received with. */
final class Frames {
    private static final int COOKIE = 0x2112A442;
    private static final int DATA_INDICATION = 0x0017;
    private static final int XOR_PEER_ADDRESS = 0x0012;
    private static final int DATA = 0x0013;
    private static final int STUN_HEADER = 20;
    private static final int ATTRIBUTE_HEADER = 4;

    private Frames() {}

    /** Makes a packet ChannelData, padded for streams. */
    static void channelData(ByteBuffer packet, int channel, boolean padded) {
        int length = packet.remaining();
        int at = packet.position() - ChannelData.HEADER;
        packet.putShort(at, (short) channel).putShort(at + 2, (short) length).position(at);
        if (padded) {
            pad(packet);
        }
    }

    /** Makes a packet a Data indication (RFC 8656 §11.3). */
    static void dataIndication(ByteBuffer packet, InetSocketAddress peer) {
        int length = packet.remaining();
        byte[] address = peer.getAddress().getAddress();
        int at = packet.position() - STUN_HEADER - 2 * ATTRIBUTE_HEADER - 4 - address.length;
        packet.position(at);
        pad(packet);
        var random = ThreadLocalRandom.current();
        packet.putShort(at, (short) DATA_INDICATION)
                .putShort(at + 2, (short) (packet.remaining() - STUN_HEADER))
                .putInt(at + 4, COOKIE)
                .putInt(at + 8, random.nextInt())
                .putLong(at + 12, random.nextLong());
        int value = at + STUN_HEADER + ATTRIBUTE_HEADER;
        packet.putShort(value - 4, (short) XOR_PEER_ADDRESS)
                .putShort(value - 2, (short) (4 + address.length))
                .putShort(value, (short) AddressFamily.of(peer.getAddress()).number())
                .putShort(value + 2, (short) (peer.getPort() ^ COOKIE >>> 16));
        for (int i = 0; i < address.length; i++) {
            packet.put(value + 4 + i, (byte) (address[i] ^ packet.get(at + 4 + i)));
        }
        int payload = value + 4 + address.length + ATTRIBUTE_HEADER;
        packet.putShort(payload - 4, (short) DATA).putShort(payload - 2, (short) length);
    }

    private static void pad(ByteBuffer packet) {
        int more = -packet.remaining() & 3;
        int end = packet.limit();
        packet.limit(end + more);
        for (int i = 0; i < more; i++) {
            packet.put(end + i, (byte) 0);
        }
    }
}
