// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.camquay.api.media.AudioFrame;

/** Sounds to encode, and what is heard in them. */
public final class Sounds {
    private Sounds() {}

    /**
     * A piece of an endless sine tone at a tenth of full scale, equal in all channels.
     *
     * @param firstSample where in the tone the block begins; also sets its timestamp
     * @param samples how many in each channel
     */
    public static AudioFrame tone(int hertz, int sampleRate, int channels, long firstSample, int samples) {
        ByteBuffer data = ByteBuffer.allocate(2 * samples * channels).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            double angle = 2 * Math.PI * hertz * (firstSample + i) / sampleRate;
            for (int c = 0; c < channels; c++) {
                data.putShort((short) (3276 * Math.sin(angle)));
            }
        }
        long timestamp = firstSample * 1_000_000 / sampleRate;
        return new AudioFrame(sampleRate, channels, timestamp, timestamp, data.flip());
    }

    /** How much of the sound's energy, 0 to 1, is a tone of that frequency in the first channel (Goertzel). */
    public static double share(List<AudioFrame> sound, int hertz) {
        double energy = 0;
        double s1 = 0;
        double s2 = 0;
        long count = 0;
        double coefficient = 0;
        for (AudioFrame frame : sound) {
            coefficient = 2 * Math.cos(2 * Math.PI * hertz / frame.sampleRate());
            ByteBuffer data = frame.data();
            for (int i = 0; i < frame.samples(); i++) {
                double sample = data.getShort(2 * i * frame.channels());
                double s0 = sample + coefficient * s1 - s2;
                s2 = s1;
                s1 = s0;
                energy += sample * sample;
                count++;
            }
        }
        double power = s1 * s1 + s2 * s2 - coefficient * s1 * s2;
        return energy == 0 ? 0 : Math.min(1, 2 * power / (count * energy));
    }

    /** Root mean square of the first channel, 0 to 1 of full scale. */
    public static double level(List<AudioFrame> sound) {
        double energy = 0;
        long count = 0;
        for (AudioFrame frame : sound) {
            ByteBuffer data = frame.data();
            for (int i = 0; i < frame.samples(); i++, count++) {
                double sample = data.getShort(2 * i * frame.channels()) / 32768.0;
                energy += sample * sample;
            }
        }
        return count == 0 ? 0 : Math.sqrt(energy / count);
    }
}
