// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.util.Arrays;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.NamedGroup;

/**
 * The groups of the key exchange, best first: what every WebRTC peer has (RFC 8422 §5.1.1). Others would only be more code
 * that a stranger can reach, and slower. Thread: any.
 */
final class Groups {
    private static final List<Integer> ALL = List.of(NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1);

    private Groups() {}

    static boolean contain(int group) {
        return ALL.contains(group);
    }

    /** For a ClientHello. */
    static Vector<Integer> offered() {
        return new Vector<>(ALL);
    }

    static int[] supported() {
        return ALL.stream().mapToInt(Integer::intValue).toArray();
    }

    /** As server: the client's best of ours, -1 for none; a client that names none has P-256 (RFC 8422 §4). */
    static int choose(int... clients) {
        return clients == null
                ? NamedGroup.secp256r1
                : Arrays.stream(clients).filter(Groups::contain).findFirst().orElse(-1);
    }
}
