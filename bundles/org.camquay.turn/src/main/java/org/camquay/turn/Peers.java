// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.camquay.stun.ChannelData;

/** The permissions and channels of one allocation. Addresses are those on the wire. */
final class Peers {
    static final long PERMISSION_NANOS = TimeUnit.SECONDS.toNanos(300);
    static final long CHANNEL_NANOS = TimeUnit.SECONDS.toNanos(600);
    /** Of each kind, so that an allocation's memory is bounded. */
    static final int MOST = 256;

    private static final Channel[] NO_CHANNELS = {};

    private final Map<InetAddress, Permission> permissions = new HashMap<>(4);
    private final Map<InetSocketAddress, Channel> byPeer = new HashMap<>(4);
    /** By number, from 0x4000 on where most clients begin; grows with what is used. */
    private Channel[] low = NO_CHANNELS;

    private final Map<Integer, Channel> high = new HashMap<>(0);
    private int generation;

    /** Changes whenever something looked up here may have changed. */
    int generation() {
        return generation;
    }

    boolean hasRoomFor(int morePermissions) {
        return permissions.size() + morePermissions <= MOST;
    }

    /** Null if there never was one, or it has long expired. */
    Permission permission(InetAddress peer) {
        return permissions.get(peer);
    }

    void permit(InetAddress peer, boolean relayed, long now) {
        permissions.computeIfAbsent(peer, address -> new Permission(relayed)).expireAt(now + PERMISSION_NANOS);
        generation++;
    }

    /** The live channel of a number, or null. */
    Channel channel(int number, long now) {
        int index = number - ChannelData.MIN_CHANNEL;
        var channel = index < low.length ? low[index] : high.isEmpty() ? null : high.get(number);
        return channel != null && channel.isLive(now) ? channel : null;
    }

    /** The live channel of a peer, or null. */
    Channel channel(InetSocketAddress peer, long now) {
        var channel = byPeer.get(peer);
        return channel != null && channel.isLive(now) ? channel : null;
    }

    /** Binds a channel, or keeps the one that is bound so; false if there are too many. */
    boolean bind(int number, InetSocketAddress peer, RelaySocket relay, long now) {
        var channel = channel(number, now);
        if (channel == null) {
            if (byPeer.size() >= MOST) {
                return false;
            }
            channel = new Channel(number, peer, relay);
            put(channel);
        }
        channel.expireAt(now + CHANNEL_NANOS);
        generation++;
        return true;
    }

    /** Forgets what has expired. */
    void sweep(long now) {
        boolean changed = permissions.values().removeIf(permission -> !permission.isLive(now));
        changed |= byPeer.values().removeIf(channel -> {
            boolean over = !channel.isLive(now);
            if (over) {
                remove(channel);
            }
            return over;
        });
        if (changed) {
            generation++;
        }
    }

    private void put(Channel channel) {
        int index = channel.number() - ChannelData.MIN_CHANNEL;
        if (index < MOST) {
            if (index >= low.length) {
                low = Arrays.copyOf(low, Math.max(4, Integer.highestOneBit(index) * 2));
            }
            low[index] = channel;
        } else {
            high.put(channel.number(), channel);
        }
        var before = byPeer.put(channel.peer(), channel);
        if (before != null) {
            remove(before);
        }
    }

    private void remove(Channel channel) {
        int index = channel.number() - ChannelData.MIN_CHANNEL;
        if (index < low.length) {
            if (low[index] == channel) {
                low[index] = null;
            }
        } else {
            high.remove(channel.number(), channel);
        }
    }
}
