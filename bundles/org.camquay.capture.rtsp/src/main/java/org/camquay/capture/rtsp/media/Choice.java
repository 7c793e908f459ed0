// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

import java.util.List;
import org.camquay.api.media.UnusedTrack;

/**
 * Which sections of a camera's description are to be set up.
 *
 * @param tracks one picture at most, then one sound at most
 * @param unused the others, and why
 */
public record Choice(List<Chosen> tracks, List<UnusedTrack> unused) {
    public Choice {
        tracks = List.copyOf(tracks);
        unused = List.copyOf(unused);
    }
}
