// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import org.camquay.api.stream.Track;

/** A viewer of a track, as far as the side that all viewers share knows it. All on the viewer's event loop. */
interface TrackViewer {
    /** Sends what is new on the track. */
    void sendNew();

    /** Sending failed inside: the viewer ends, and no other. */
    void fail(Throwable cause);

    /** Asks for a key frame of that track, as far as this viewer may. */
    void askForKeyFrame(Track of, long now);
}
