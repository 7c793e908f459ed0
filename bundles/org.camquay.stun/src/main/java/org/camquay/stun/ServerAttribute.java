// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.net.InetSocketAddress;
import java.util.List;

/** What a server says about how and where to be asked again (RFC 8489 §10, §14.11, §14.12, §14.15, §14.16). Thread: any. */
public sealed interface ServerAttribute extends StunAttribute {

    /** ALTERNATE-SERVER (RFC 8489 §14.15): the server to go to after a 300. */
    record AlternateServer(InetSocketAddress address) implements ServerAttribute {
        public static final int TYPE = 0x8023;

        public AlternateServer {
            Limits.resolved(address);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.address(address);
        }
    }

    /** ALTERNATE-DOMAIN (RFC 8489 §14.16): the name to verify that server's certificate against, at most 255 octets. */
    record AlternateDomain(String value) implements ServerAttribute {
        public static final int TYPE = 0x8003;
        /** Octets on the wire, at most. */
        public static final int MAX = 255;

        public AlternateDomain {
            Limits.text("ALTERNATE-DOMAIN", value, MAX);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.text(value);
        }
    }

    /** PASSWORD-ALGORITHM (RFC 8489 §14.12): the one the client chose, and how an entry of the list looks. */
    record PasswordAlgorithm(int number, Octets parameters) implements ServerAttribute {
        public static final int TYPE = 0x001D;
        /** MD5 of RFC 8489 §18.5.1.1, without parameters. */
        public static final PasswordAlgorithm MD5 = new PasswordAlgorithm(1, Octets.EMPTY);
        /** SHA-256 of RFC 8489 §18.5.1.2, without parameters. */
        public static final PasswordAlgorithm SHA256 = new PasswordAlgorithm(2, Octets.EMPTY);

        public PasswordAlgorithm {
            Limits.within("password algorithm", number, 0, 0xFFFF);
            Limits.within("parameters length", parameters.length(), 0, 0xFFFF);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u16(number).u16(parameters.length()).octets(parameters).pad();
        }
    }

    /** PASSWORD-ALGORITHMS (RFC 8489 §14.11): what the server offers, best first; the client repeats it unchanged. */
    record PasswordAlgorithms(List<PasswordAlgorithm> algorithms) implements ServerAttribute {
        public static final int TYPE = 0x8002;

        public PasswordAlgorithms {
            algorithms = List.copyOf(algorithms);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            algorithms.forEach(algorithm -> algorithm.writeTo(out));
        }
    }
}
