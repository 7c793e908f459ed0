// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.camquay.api.net.EventLoop;
import org.camquay.stun.AttributeType;
import org.camquay.stun.ChannelData;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;

/** Channels of an allocation (RFC 8656 §12): four octets in place of a Send indication's forty. */
final class RelayChannels {
    /** Lifetime is 10 min (RFC 8656 §12). */
    private static final Duration REFRESH = Duration.ofMinutes(9);

    /** A channel that was not renewed by then, since a request takes 7.5 s, may be over: indications go on. */
    private static final int UNANSWERED_LIMIT = 7;

    private static final int LIMIT = 32;

    private final EventLoop loop;
    private final Requests requests;
    private final Map<InetSocketAddress, Integer> asked = new HashMap<>();
    private final Map<InetSocketAddress, Integer> bound = new HashMap<>();
    private final InetSocketAddress[] peers = new InetSocketAddress[LIMIT];
    private EventLoop.Timer timer;
    private InetSocketAddress lastPeer;
    private int lastChannel;

    RelayChannels(EventLoop loop, Requests requests) {
        this.loop = loop;
        this.requests = requests;
        timer = loop.schedule(this::refresh, REFRESH.toNanos());
    }

    /** Binds a channel to a peer, if that is new. */
    void bind(InetSocketAddress peer) {
        if (!asked.containsKey(peer) && asked.size() < LIMIT) {
            int index = asked.size();
            peers[index] = peer;
            asked.put(peer, ChannelData.MIN_CHANNEL + index);
            request(peer);
        }
    }

    private void request(InetSocketAddress peer) {
        int channel = asked.get(peer);
        requests.send(
                StunMethod.CHANNEL_BIND,
                builder -> builder.add(AttributeType.CHANNEL_NUMBER, channel).add(AttributeType.XOR_PEER_ADDRESS, peer),
                new Requests.Outcome() {
                    private int unanswered;

                    @Override
                    public void onSuccess(StunMessage response) {
                        bound.put(peer, channel);
                    }

                    @Override
                    public boolean onSilence(String reason) {
                        if (++unanswered == UNANSWERED_LIMIT) {
                            unbind(peer);
                        }
                        return true;
                    }

                    @Override
                    public void onFailure(int code, String reason, StunMessage response) {
                        unbind(peer);
                    }
                });
    }

    private void unbind(InetSocketAddress peer) {
        bound.remove(peer);
        lastPeer = null;
    }

    /** The channel to a peer; 0 if there is none. */
    int channel(InetSocketAddress peer) {
        if (peer == lastPeer) {
            return lastChannel;
        }
        var channel = bound.get(peer);
        if (channel == null) {
            return 0;
        }
        lastPeer = peer;
        lastChannel = channel;
        return channel;
    }

    /** The peer that sends over a channel; null for a channel that was never asked for. */
    InetSocketAddress peer(int channel) {
        int index = channel - ChannelData.MIN_CHANNEL;
        return index >= 0 && index < LIMIT ? peers[index] : null;
    }

    private void refresh() {
        timer = loop.schedule(this::refresh, REFRESH.toNanos());
        asked.keySet().forEach(this::request);
    }

    void close() {
        timer.cancel();
    }
}
