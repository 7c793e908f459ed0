// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

/**
 * One stream of a container as the demuxer describes it; fields that it does not know are 0 or empty.
 *
 * @param index its number in the container
 * @param kind {@code AVMEDIA_TYPE_…}
 * @param codec {@code AV_CODEC_ID_…}
 * @param codecName FFmpeg's word for it
 * @param pixelFormat of uncompressed pictures
 * @param extradata what the container tells the decoder
 * @param orientation how pictures are to be shown
 */
record ElementaryStream(
        int index,
        int kind,
        int codec,
        String codecName,
        int width,
        int height,
        double frameRate,
        int pixelFormat,
        int sampleRate,
        int channels,
        byte[] extradata,
        Orientation orientation) {}
