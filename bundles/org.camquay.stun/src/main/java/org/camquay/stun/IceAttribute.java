// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

/** The attributes of ICE's connectivity checks (RFC 8445 §16.1). Thread: any. */
public sealed interface IceAttribute extends StunAttribute {

    /** PRIORITY: that of the peer-reflexive candidate this check may discover, 1 to 2^31-1; read as 32 bits unsigned. */
    record Priority(long value) implements IceAttribute {
        public static final int TYPE = 0x0024;

        public Priority {
            Limits.within("PRIORITY", value, 0, Limits.U32);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u32(value);
        }
    }

    /** USE-CANDIDATE: the controlling agent nominates this pair. */
    record UseCandidate() implements IceAttribute {
        public static final int TYPE = 0x0025;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            // A flag has no value.
        }
    }

    /** ICE-CONTROLLED with the sender's tie-breaker, 64 bits unsigned (compare with {@link Long#compareUnsigned}). */
    record IceControlled(long tieBreaker) implements IceAttribute {
        public static final int TYPE = 0x8029;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u64(tieBreaker);
        }
    }

    /** ICE-CONTROLLING with the sender's tie-breaker, 64 bits unsigned (compare with {@link Long#compareUnsigned}). */
    record IceControlling(long tieBreaker) implements IceAttribute {
        public static final int TYPE = 0x802A;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u64(tieBreaker);
        }
    }
}
