// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import org.camquay.itests.harness.Api;

/** Watches a stream over WHEP. */
final class WhepViewer implements AutoCloseable {
    private final LibwebrtcPeer peer = new LibwebrtcPeer();
    private final Api api;
    private final String location;

    WhepViewer(Api api, String stream) throws Exception {
        this.api = api;
        var reply = api.whep(stream, peer.offer());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        location = reply.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith("/whep/" + stream + "/");
        peer.accept(reply.body());
    }

    LibwebrtcPeer peer() {
        return peer;
    }

    @Override
    public void close() {
        api.delete(location);
        peer.close();
    }
}
