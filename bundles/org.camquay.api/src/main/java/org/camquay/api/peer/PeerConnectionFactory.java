// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import java.util.Set;
import org.camquay.api.media.Codec;
import org.camquay.api.net.EventLoop;
import org.osgi.annotation.versioning.ConsumerType;

/** The service that makes peer connections; of several the one with the highest service ranking is asked. Thread: any. */
@ConsumerType
public interface PeerConnectionFactory {
    /**
     * Makes a connection.
     *
     * @param loop where it lives from now on
     */
    PeerConnection create(EventLoop loop, PeerConnectionConfig config, PeerConnectionListener listener);

    /**
     * The media types a track is sent in as it is (W3C {@code RTCRtpSender.getCapabilities}), for example {@code video/H264}.
     * A track of another type has to be converted first. H.264 with pictures out of order never passes.
     */
    default Set<String> sendable() {
        return Set.of(Codec.H264, Codec.OPUS, Codec.PCMU, Codec.PCMA);
    }
}
