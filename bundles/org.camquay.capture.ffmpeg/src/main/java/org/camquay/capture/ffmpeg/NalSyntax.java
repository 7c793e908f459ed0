// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import org.camquay.api.media.Codec;

/** How NAL units of the two codecs differ. */
enum NalSyntax {
    /** ITU-T H.264 table 7-1. */
    H264(7, 8) {
        @Override
        int type(byte first) {
            return first & 0x1f;
        }

        @Override
        boolean isPicture(int type) {
            return type >= 1 && type <= 5;
        }

        @Override
        boolean isKey(int type) {
            return type == 5;
        }

        @Override
        boolean isDelimiter(int type) {
            return type == 9;
        }

        @Override
        SequenceParameters read(byte[] sps) {
            return H264Sps.read(sps);
        }

        @Override
        Codec codec(byte[] sps) {
            return Codec.h264(H264Sps.profileLevelId(sps));
        }
    },

    /** ITU-T H.265 table 7-1. */
    H265(33, 32, 34) {
        @Override
        int type(byte first) {
            return first >> 1 & 0x3f;
        }

        @Override
        boolean isPicture(int type) {
            return type < 32;
        }

        @Override
        boolean isKey(int type) {
            return type >= 16 && type <= 21;
        }

        @Override
        boolean isDelimiter(int type) {
            return type == 35;
        }

        @Override
        SequenceParameters read(byte[] sps) {
            return H265Sps.read(sps);
        }

        @Override
        Codec codec(byte[] sps) {
            return Codec.video(Codec.H265);
        }
    };

    private final int sequenceSet;
    private final int[] otherSets;

    NalSyntax(int sequenceSet, int... otherSets) {
        this.sequenceSet = sequenceSet;
        this.otherSets = otherSets;
    }

    /** nal_unit_type, from the first byte of a unit. */
    abstract int type(byte first);

    /** Whether the unit holds a part of a picture. */
    abstract boolean isPicture(int type);

    /** Whether decoding can begin with the unit's picture. */
    abstract boolean isKey(int type);

    /** Bytes of a unit's header. */
    int headerLength() {
        return otherSets.length;
    }

    /** Whether the unit is an access unit delimiter. */
    abstract boolean isDelimiter(int type);

    /** What a sequence parameter set tells. */
    abstract SequenceParameters read(byte[] sps);

    /** The codec as the sequence parameter set has it. */
    abstract Codec codec(byte[] sps);

    boolean isSequenceSet(int type) {
        return type == sequenceSet;
    }

    /** Whether the unit is a parameter set of any kind. */
    boolean isParameterSet(int type) {
        return place(type) >= 0;
    }

    /** Where a parameter set stands before a key frame: VPS 0, SPS 1, PPS 2; -1 for other units. */
    int place(int type) {
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
    int firstPlace() {
        return otherSets.length == 2 ? 0 : 1;
    }
}
