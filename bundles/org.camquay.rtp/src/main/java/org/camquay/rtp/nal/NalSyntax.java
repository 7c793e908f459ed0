// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

import java.nio.ByteBuffer;
import org.camquay.rtp.h264.SequenceParameterSet;
import org.camquay.rtp.h264.SliceHeader;

/** How NAL units of the two codecs differ. Thread: any. */
public enum NalSyntax {
    /** ITU-T H.264 table 7-1. */
    H264(7, 8) {
        @Override
        public int type(byte first) {
            return first & 0x1f;
        }

        @Override
        public boolean isPicture(int type) {
            return type >= 1 && type <= 5;
        }

        @Override
        public boolean isKey(int type) {
            return type == 5;
        }

        @Override
        public boolean isDelimiter(int type) {
            return type == 9;
        }

        @Override
        public boolean isMessage(int type) {
            return type == 6;
        }

        @Override
        public boolean isIntra(byte[] bytes, int slice) {
            var beginning = ByteBuffer.wrap(bytes, slice, Math.min(SLICE_BEGINNING, bytes.length - slice));
            return SliceHeader.parse(beginning)
                    .filter(header -> header.type() == SliceHeader.Type.I)
                    .isPresent();
        }

        @Override
        public boolean endsPicture(int type) {
            return type >= 10 && type <= 12 || type == 19;
        }

        @Override
        public SequenceParameters read(byte[] sps) {
            return SequenceParameterSet.parse(ByteBuffer.wrap(sps))
                    .map(NalSyntax::parameters)
                    .orElse(SequenceParameters.UNKNOWN);
        }

        @Override
        public String profileLevelId(byte[] sps) {
            return sps.length < 4 ? "" : String.format("%02x%02x%02x", sps[1] & 0xff, sps[2] & 0xff, sps[3] & 0xff);
        }
    },

    /** ITU-T H.265 table 7-1. */
    H265(33, 32, 34) {
        @Override
        public int type(byte first) {
            return first >> 1 & 0x3f;
        }

        @Override
        public boolean isPicture(int type) {
            return type < 32;
        }

        @Override
        public boolean isKey(int type) {
            return type >= 16 && type <= 21;
        }

        @Override
        public boolean isDelimiter(int type) {
            return type == 35;
        }

        @Override
        public boolean isMessage(int type) {
            return type == 39;
        }

        @Override
        public boolean isIntra(byte[] bytes, int slice) {
            return false; // it stands behind what only a picture parameter set explains
        }

        @Override
        public boolean endsPicture(int type) {
            return type >= 36 && type <= 38 || type == 40 || type >= 45 && type <= 47 || type >= 56;
        }

        @Override
        public SequenceParameters read(byte[] sps) {
            return H265SequenceReader.read(sps);
        }

        @Override
        public String profileLevelId(byte[] sps) {
            return "";
        }
    };

    /** Bytes in which the first fields of a slice's header are. */
    private static final int SLICE_BEGINNING = 24;

    private final int sequenceSet;
    private final int[] otherSets;

    NalSyntax(int sequenceSet, int... otherSets) {
        this.sequenceSet = sequenceSet;
        this.otherSets = otherSets;
    }

    /** nal_unit_type, from the first byte of a unit. */
    public abstract int type(byte first);

    /** Whether the unit holds a part of a picture. */
    public abstract boolean isPicture(int type);

    /** Whether decoding can begin with the unit's picture. */
    public abstract boolean isKey(int type);

    /** Bytes of a unit's header. */
    public int headerLength() {
        return otherSets.length;
    }

    /** Whether the unit is an access unit delimiter. */
    public abstract boolean isDelimiter(int type);

    /**
     * Whether a unit that is no part of a picture belongs to the picture before it, rather than to the next one (ITU-T H.264
     * §7.4.1.2.3, H.265 §7.4.2.4.4): end of sequence, filler, suffix SEI, auxiliary slices.
     */
    public abstract boolean endsPicture(int type);

    /** Whether the unit holds messages (SEI) about the picture behind it. */
    public abstract boolean isMessage(int type);

    /**
     * Whether a slice says at its beginning that it is of intra macroblocks only.
     *
     * @param slice where its header begins
     */
    public abstract boolean isIntra(byte[] bytes, int slice);

    /** What a sequence parameter set tells. */
    public abstract SequenceParameters read(byte[] sps);

    /** profile-level-id of RFC 6184 §8.1, as the sequence parameter set has it; empty for H.265 and when the set is cut. */
    public abstract String profileLevelId(byte[] sps);

    private static SequenceParameters parameters(SequenceParameterSet set) {
        int reordered = switch (set.reordering()) {
            case NONE -> 0;
            case ANNOUNCED -> set.maxReorderFrames().orElse(-1);
            case UNKNOWN -> -1;
        };
        return Math.max(set.width(), set.height()) > SequenceParameters.MAX_SIDE
                ? SequenceParameters.UNKNOWN
                : new SequenceParameters(set.width(), set.height(), set.frameRate(), reordered);
    }

    /** Whether the unit is a sequence parameter set. */
    public boolean isSequenceSet(int type) {
        return type == sequenceSet;
    }

    /** Whether the unit is a parameter set of any kind. */
    public boolean isParameterSet(int type) {
        return place(type) >= 0;
    }

    /** Where a parameter set stands before a key frame: VPS 0, SPS 1, PPS 2; -1 for other units. */
    public int place(int type) {
        if (type == sequenceSet) {
            return 1;
        }
        for (int i = 0; i < otherSets.length; i++) {
            if (type == otherSets[i]) {
                return otherSets.length == 2 && i == 0 ? 0 : 2;
            }
        }
        return -1;
    }

    /** The place of the set that comes first. */
    public int firstPlace() {
        return otherSets.length == 2 ? 0 : 1;
    }
}
