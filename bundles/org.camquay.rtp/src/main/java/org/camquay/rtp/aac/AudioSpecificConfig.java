// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.aac;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.camquay.rtp.bits.BitReader;

/**
 * The AudioSpecificConfig of AAC, as far as a receiver needs it (ISO/IEC 14496-3 §1.6.2.1). SBR that is told explicitly
 * (HE-AAC) doubles what a frame yields, but not the time it takes: both numbers here are those of the core.
 *
 * @param objectType of the core: 2 for AAC LC
 * @param sampleRate of the core, in hertz
 * @param channels 1 to 8; 0 where a program config element tells it
 * @param frameSamples samples of the core in a frame: 1024, 960, 512 or 480
 * @param outputRate in hertz, of what a decoder gives: that of SBR where it is told
 */
public record AudioSpecificConfig(int objectType, int sampleRate, int channels, int frameSamples, int outputRate) {
    private static final int[] SAMPLE_RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };
    private static final int ESCAPE_RATE = 15;
    private static final int ESCAPE_TYPE = 31;
    private static final int SBR = 5;
    private static final int PS = 29;
    private static final int LOW_DELAY = 23;
    private static final int ENHANCED_LOW_DELAY = 39;
    private static final int MOST_RATE = 192_000;
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8};

    /** Reads a configuration; empty when it is cut, or of no rate. */
    public static Optional<AudioSpecificConfig> parse(ByteBuffer config) {
        return read(BitReader.ofBytes(config));
    }

    /** Reads one that begins at any bit, as in LATM. */
    static Optional<AudioSpecificConfig> read(BitReader in) {
        int type = objectType(in);
        int rate = sampleRate(in);
        int channels = (int) in.bits(4);
        int output = rate;
        if (type == SBR || type == PS) {
            output = sampleRate(in);
            type = objectType(in);
        }
        boolean small = in.flag(); // frameLengthFlag
        boolean possible = in.valid() && rate > 0 && rate <= MOST_RATE && output > 0 && channels < CHANNELS.length;
        return possible
                ? Optional.of(new AudioSpecificConfig(type, rate, CHANNELS[channels], samples(type, small), output))
                : Optional.empty();
    }

    private static int samples(int type, boolean small) {
        boolean lowDelay = type == LOW_DELAY || type == ENHANCED_LOW_DELAY;
        return lowDelay ? (small ? 480 : 512) : small ? 960 : 1024;
    }

    private static int objectType(BitReader in) {
        int type = (int) in.bits(5);
        return type == ESCAPE_TYPE ? 32 + (int) in.bits(6) : type;
    }

    private static int sampleRate(BitReader in) {
        int index = (int) in.bits(4);
        if (index == ESCAPE_RATE) {
            return (int) in.bits(24);
        }
        return index < SAMPLE_RATES.length ? SAMPLE_RATES[index] : 0;
    }

    /** How long a frame sounds, in microseconds, rounded. */
    public long frameMicros() {
        return Math.round(frameSamples * 1e6 / sampleRate);
    }
}
