// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.net.InetSocketAddress;

/** The attributes of TURN (RFC 8656 §18). Thread: any. */
public sealed interface TurnAttribute extends StunAttribute {

    /** CHANNEL-NUMBER (§18.1): the channel to bind; a server refuses those outside 0x4000 to 0x4FFF with 400. */
    record ChannelNumber(int channel) implements TurnAttribute {
        public static final int TYPE = 0x000C;

        public ChannelNumber {
            Limits.within("channel", channel, 0, 0xFFFF);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u16(channel).u16(0);
        }
    }

    /** LIFETIME (§18.2) in seconds, 32 bits unsigned; 0 ends the allocation. */
    record Lifetime(long seconds) implements TurnAttribute {
        public static final int TYPE = 0x000D;

        public Lifetime {
            Limits.within("LIFETIME", seconds, 0, Limits.U32);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u32(seconds);
        }
    }

    /** XOR-PEER-ADDRESS (§18.3); CreatePermission may carry several. */
    record XorPeerAddress(InetSocketAddress address) implements TurnAttribute {
        public static final int TYPE = 0x0012;

        public XorPeerAddress {
            Limits.resolved(address);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.xorAddress(address);
        }
    }

    /** DATA (§18.4): the application data of Send and Data indications. */
    record Data(Octets value) implements TurnAttribute {
        public static final int TYPE = 0x0013;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.octets(value);
        }
    }

    /** XOR-RELAYED-ADDRESS (§18.5): the address the server took for the client. */
    record XorRelayedAddress(InetSocketAddress address) implements TurnAttribute {
        public static final int TYPE = 0x0016;

        public XorRelayedAddress {
            Limits.resolved(address);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.xorAddress(address);
        }
    }

    /** REQUESTED-ADDRESS-FAMILY (§18.6); a family that STUN does not define leaves the attribute unreadable (answer 440). */
    record RequestedAddressFamily(AddressFamily family) implements TurnAttribute {
        public static final int TYPE = 0x0017;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u8(family.number()).u8(0).u16(0);
        }
    }

    /** EVEN-PORT (§18.7): an even port, and with {@code reserveNext} the one above it kept. */
    record EvenPort(boolean reserveNext) implements TurnAttribute {
        public static final int TYPE = 0x0018;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u8(reserveNext ? 0x80 : 0);
        }
    }

    /** REQUESTED-TRANSPORT (§18.8): an IP protocol number; RFC 8656 allows {@link #UDP} alone. */
    record RequestedTransport(int protocol) implements TurnAttribute {
        public static final int TYPE = 0x0019;
        /** UDP between server and peer. */
        public static final int UDP = 17;

        public RequestedTransport {
            Limits.within("protocol", protocol, 0, 0xFF);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u8(protocol).u8(0).u16(0);
        }
    }

    /** DONT-FRAGMENT (§18.9): send to the peer with the DF bit set. */
    record DontFragment() implements TurnAttribute {
        public static final int TYPE = 0x001A;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            // A flag has no value.
        }
    }

    /** RESERVATION-TOKEN (§18.10): 64 opaque bits that stand for a reserved port. */
    record ReservationToken(long token) implements TurnAttribute {
        public static final int TYPE = 0x0022;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u64(token);
        }
    }

    /** ADDITIONAL-ADDRESS-FAMILY (§18.11): a second relayed address beside the IPv4 one. */
    record AdditionalAddressFamily(AddressFamily family) implements TurnAttribute {
        public static final int TYPE = 0x8000;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u8(family.number()).u8(0).u16(0);
        }
    }

    /** ADDRESS-ERROR-CODE (§18.12): why the additional family was not given, 300 to 699. */
    record AddressErrorCode(AddressFamily family, int code, String reason) implements TurnAttribute {
        public static final int TYPE = 0x8001;

        public AddressErrorCode {
            Limits.within("error code", code, 300, 699);
            Limits.text("reason", reason, Limits.TEXT);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u8(family.number()).u8(0).u8(code / 100).u8(code % 100).text(reason);
        }
    }

    /** ICMP (§18.13): an ICMP error that reached the relayed address; type in 7, code in 9, error data in 32 bits. */
    record Icmp(int icmpType, int code, long errorData) implements TurnAttribute {
        public static final int TYPE = 0x8004;

        public Icmp {
            Limits.within("ICMP type", icmpType, 0, 0x7F);
            Limits.within("ICMP code", code, 0, 0x1FF);
            Limits.within("ICMP error data", errorData, 0, Limits.U32);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u16(0).u16(icmpType << 9 | code).u32(errorData);
        }
    }
}
