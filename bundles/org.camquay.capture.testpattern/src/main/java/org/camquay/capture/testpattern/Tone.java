// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.testpattern;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A sine tone at -20 dBFS; the first tenth of each second an octave higher and louder, to hear and measure time. */
final class Tone {
    private static final double LEVEL = 0.1;
    private static final double BEEP_LEVEL = 0.2;
    private static final int BEEP_SAMPLES = PatternOptions.SAMPLE_RATE / 10;

    private Tone() {}

    /** The samples from {@code first} on, 16 bit little endian. */
    static ByteBuffer samples(int hertz, long first, int count) {
        ByteBuffer block = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            // Whole hertz: the wave is the same in every second, so no phase is lost in large numbers.
            int sample = (int) ((first + i) % PatternOptions.SAMPLE_RATE);
            boolean beep = sample < BEEP_SAMPLES;
            double angle = 2 * Math.PI * hertz * (beep ? 2 : 1) * sample / PatternOptions.SAMPLE_RATE;
            block.putShort((short) (Short.MAX_VALUE * (beep ? BEEP_LEVEL : LEVEL) * Math.sin(angle)));
        }
        return block.flip();
    }
}
