// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.camquay.api.ice.IceAgentFactory;
import org.camquay.dtls.DtlsCertificate;
import org.camquay.webrtc.send.PlayoutDelay;
import org.camquay.webrtc.send.TrackRegistry;
import org.camquay.webrtc.transport.SegmentBatches;

/** What all connections of the bundle share. Thread: any. */
public interface Environment {
    IceAgentFactory agents();

    /** For a session that begins now, which keeps it. */
    DtlsCertificate certificate();

    /** For DTLS: a handshake computes for milliseconds when a flight has come, and waits nowhere. */
    Executor handshakes();

    TrackRegistry tracks();

    SegmentBatches batches();

    InstantSource clock();

    /** For new connections. */
    PlayoutDelay playoutDelay();

    SecureRandom random();

    /** A connection is over. */
    void closed(TransportPeerConnection connection);
}
