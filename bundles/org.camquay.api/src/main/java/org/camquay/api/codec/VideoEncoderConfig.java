// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.codec;

import org.camquay.api.media.Codec;

/**
 * What an encoder is opened with (WebCodecs {@code VideoEncoderConfig}, latency mode realtime).
 *
 * @param codec what to produce; for H.264 with the profile-level-id in its fmtp line
 * @param width of the pictures it will get, in pixels
 * @param height of the pictures it will get, in pixels
 * @param frameRate expected frames a second
 * @param bitrate bits a second
 * @param keyFrameInterval frames from one key frame to the next, unless one is asked for earlier
 */
public record VideoEncoderConfig(
        Codec codec, int width, int height, double frameRate, int bitrate, int keyFrameInterval) {}
