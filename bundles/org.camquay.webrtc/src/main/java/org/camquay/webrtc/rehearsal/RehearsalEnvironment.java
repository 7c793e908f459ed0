// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.rehearsal;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.camquay.api.ice.IceAgentFactory;
import org.camquay.dtls.DtlsCertificate;
import org.camquay.webrtc.Environment;
import org.camquay.webrtc.TransportPeerConnection;
import org.camquay.webrtc.send.PlayoutDelay;
import org.camquay.webrtc.send.TrackRegistry;
import org.camquay.webrtc.transport.SegmentBatches;

/** The environment of all, but for what a viewer in memory has of its own. */
record RehearsalEnvironment(Environment all, IceAgentFactory agents, TrackRegistry tracks) implements Environment {
    @Override
    public DtlsCertificate certificate() {
        return all.certificate();
    }

    @Override
    public Executor handshakes() {
        return all.handshakes();
    }

    @Override
    public SegmentBatches batches() {
        return all.batches();
    }

    @Override
    public InstantSource clock() {
        return all.clock();
    }

    @Override
    public PlayoutDelay playoutDelay() {
        return all.playoutDelay();
    }

    @Override
    public SecureRandom random() {
        return all.random();
    }

    @Override
    public void closed(TransportPeerConnection connection) {}
}
