// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.camquay.api.ice.IceServerUrl;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.net.ServerLink;
import org.camquay.ice.net.ServerLinks;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;

/** Asks one STUN server once over a way of its own. Everything on one loop. */
public final class BindingRequest implements ServerLink.Listener, AutoCloseable {
    private final Requests requests;
    private final ServerLink link;
    private final Consumer<InetSocketAddress> onMapped;
    private final Consumer<String> onFailed;

    /** Begins at once; one of the two is told, once. */
    public BindingRequest(
            EventLoop loop,
            ServerLinks links,
            IceServerUrl url,
            InetSocketAddress server,
            Consumer<InetSocketAddress> onMapped,
            Consumer<String> onFailed) {
        this.onMapped = onMapped;
        this.onFailed = onFailed;
        requests = new Requests(loop, new LongTermCredentials("", ""));
        link = links.open(loop, url.transport(), server, url.host(), this);
        requests.use(link, server);
    }

    @Override
    public void onOpen() {
        requests.send(StunMethod.BINDING, builder -> {}, new Requests.Outcome() {
            @Override
            public void onSuccess(StunMessage response) {
                close();
                var mapped = response.attribute(AttributeType.XOR_MAPPED_ADDRESS);
                if (mapped.isPresent()) {
                    onMapped.accept(mapped.get());
                } else {
                    onFailed.accept("it answers, but not with an address");
                }
            }

            @Override
            public void onFailure(int code, String reason, StunMessage response) {
                onClosed(reason);
            }
        });
    }

    @Override
    public void onMessage(ByteBuffer message) {
        StunMessage.decode(message).ifPresentOrElse(requests::onResponse, requests::onGarbage);
    }

    @Override
    public void onClosed(String reason) {
        close();
        onFailed.accept(reason);
    }

    /** Ends it without a word. Idempotent. */
    @Override
    public void close() {
        requests.clear();
        link.close();
    }
}
