// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.stream;

/**
 * What a track has carried.
 *
 * @param frames frames since the stream began
 * @param keyFrames key frames among them
 * @param bytes their size
 * @param bitrate bits a second over the last seconds
 * @param frameRate frames a second over the last seconds
 * @param readers how many read it now, through conversions too
 */
public record TrackStats(long frames, long keyFrames, long bytes, long bitrate, double frameRate, int readers) {}
