// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.codec;

import org.camquay.api.media.Codec;

/**
 * What an audio encoder is opened with. The encoder itself resamples and mixes to what the codec takes.
 *
 * @param codec what to produce
 * @param sampleRate of the samples it will get
 * @param channels of the samples it will get
 * @param bitrate bits a second; ignored by codecs of fixed rate
 */
public record AudioEncoderConfig(Codec codec, int sampleRate, int channels, int bitrate) {}
