// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.h264;

import java.nio.ByteBuffer;
import java.util.Optional;

/** NAL unit types (ITU-T H.264 table 7-1, RFC 6184 §5.2), and questions to a whole access unit. Thread: any. */
public final class H264 {

    /** Coded slice of a non-IDR picture. */
    public static final int SLICE = 1;
    /** Coded slice data partition A. */
    public static final int PARTITION_A = 2;
    /** Coded slice of an IDR picture: a key frame. */
    public static final int IDR_SLICE = 5;
    /** Supplemental enhancement information. */
    public static final int SEI = 6;
    /** Sequence parameter set. */
    public static final int SPS = 7;
    /** Picture parameter set. */
    public static final int PPS = 8;
    /** Access unit delimiter. */
    public static final int AUD = 9;
    /** End of sequence. */
    public static final int END_OF_SEQUENCE = 10;
    /** End of stream. */
    public static final int END_OF_STREAM = 11;
    /** Filler data. */
    public static final int FILLER = 12;
    /** Last type that is a NAL unit by itself; above are RTP's own (RFC 6184 table 1). */
    public static final int LAST_SINGLE = 23;
    /** Single-time aggregation packet, RTP only. */
    public static final int STAP_A = 24;
    /** Fragmentation unit, RTP only. */
    public static final int FU_A = 28;

    private H264() {}

    /** Whether the access unit (Annex B) holds an IDR slice. */
    public static boolean isKeyFrame(ByteBuffer accessUnit) {
        var units = NalUnits.of(accessUnit);
        while (units.next()) {
            if (units.type() == IDR_SLICE) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the access unit (Annex B) holds a B slice: one is proof that a stream is reordered or at
     * least bi-predicted, which browsers do not play over RTP.
     */
    public static boolean hasBSlice(ByteBuffer accessUnit) {
        var units = NalUnits.of(accessUnit);
        while (units.next()) {
            var slice = SliceHeader.parse(units.slice());
            if (slice.isPresent() && slice.get().type() == SliceHeader.Type.B) {
                return true;
            }
        }
        return false;
    }

    /** The first sequence parameter set of the access unit (Annex B) that can be read. */
    public static Optional<SequenceParameterSet> sequenceParameterSet(ByteBuffer accessUnit) {
        var units = NalUnits.of(accessUnit);
        while (units.next()) {
            if (units.type() == SPS) {
                var parsed = SequenceParameterSet.parse(units.slice());
                if (parsed.isPresent()) {
                    return parsed;
                }
            }
        }
        return Optional.empty();
    }
}
