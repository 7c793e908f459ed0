// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.net.ServerSocket;
import java.net.URI;
import java.util.UUID;
import org.camquay.api.signaling.SignalingClient;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.testkit.contract.RemotePeer;
import org.camquay.testkit.contract.SignalingClientContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract of every backend, against the real rendezvous over real sockets. */
class OnvifSignalingClientTest extends SignalingClientContract {
    private final OnvifSignalingClient client = new OnvifSignalingClient(OnvifSignalingClient.Settings.defaults());
    private final UUID device = UUID.randomUUID();
    private RendezvousServer server;
    private TcpRelay relay;

    @BeforeEach
    void start() throws Exception {
        server = new RendezvousServer();
        relay = new TcpRelay(server.port());
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        server.close();
        client.close();
    }

    @Override
    protected SignalingClient client() {
        return client;
    }

    @Override
    protected SignalingTarget target() {
        return new SignalingTarget(relay.url(), "front-door", "", device);
    }

    @Override
    protected SignalingTarget refusedTarget() {
        return new SignalingTarget(server.url(), "no such/room", "a-secret-token", device);
    }

    @Override
    protected SignalingTarget unreachableTarget() {
        try (var free = new ServerSocket(0)) {
            var url = URI.create("ws://127.0.0.1:" + free.getLocalPort() + "/signaling");
            return new SignalingTarget(url, "front-door", "a-secret-token", device);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    protected RemotePeer newPeer() throws Exception {
        return new OnvifViewer(server.url(), "front-door");
    }

    @Override
    protected void loseServer() throws Exception {
        relay.cut();
    }
}
