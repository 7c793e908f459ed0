// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import org.camquay.api.media.VideoFormat;
import org.camquay.api.peer.OutboundDetail;
import org.camquay.api.stream.Track;
import org.camquay.webrtc.policy.SendPolicy;

/** What a viewer gets of a track, for statistics. */
final class SentQuality {
    private SentQuality() {}

    /**
     * Names it.
     *
     * @param changes how often the viewer was moved to another track
     * @param policy what it gets, and why
     */
    static OutboundDetail.Quality of(Track track, long changes, SendPolicy policy) {
        if (track == null) {
            return OutboundDetail.NONE.quality();
        }
        var picture = track.format().orElse(null) instanceof VideoFormat video ? video : null;
        return new OutboundDetail.Quality(
                track.label(),
                picture == null ? 0 : picture.width(),
                picture == null ? 0 : picture.height(),
                picture == null ? 0 : track.stats().frameRate(),
                changes,
                policy.keyFramesOnly(),
                policy.reason().words());
    }
}
