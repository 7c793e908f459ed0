// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.camquay.capture.rtsp.auth.Authorization;
import org.camquay.capture.rtsp.link.Connector;
import org.camquay.capture.rtsp.media.MediaTracks;

/**
 * From the request to a camera that sends, over as many connections as it takes: other addresses of its host, TCP where nothing comes
 * over UDP, where it sends us. Then it watches that the camera goes on. Only on its loop.
 */
final class Attempts implements Attempt.Owner {
    /** Who is told. */
    interface Owner {
        /** All formats were told. */
        void onOpened();

        /** It never opened, or is over. Once. */
        void onFailed(String sentence);

        /** The camera sends nothing that can be read here. Once, in place of {@link #onFailed}. */
        void onUnsupported(String sentence);

        /** Where does the camera send us? {@link #at} is called with the answer. */
        void lookUp(Location location);
    }

    private static final long UDP_TRIAL = TimeUnit.SECONDS.toNanos(3);
    private static final int UDP_SHARE = 3;
    private static final long WATCH = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_MOVES = 5;
    private static final int MOST_RECONNECTS = 2;

    private final Source source;
    private final Options options;
    private final Delivery delivery;
    private final RandomGenerator random;
    private final Owner owner;
    private final Queue<InetAddress> addresses = new ArrayDeque<>();
    private Location location;
    private Authorization authorization;
    private MediaTracks media;
    private Attempt attempt;
    private Way way;
    private int moves;
    private int reconnects;
    private boolean opened;
    private boolean over;
    private long received;
    private long lastReceived;

    /**
     * Makes one.
     *
     * @param source what all attempts have in common
     * @param location where to begin
     */
    Attempts(
            Source source, Location location, Options options, Delivery delivery, RandomGenerator random, Owner owner) {
        this.source = source;
        this.location = location;
        this.options = options;
        this.delivery = delivery;
        this.random = random;
        this.owner = owner;
        way = options.way();
        authorization = authorization(location);
        source.loop().schedule(this::expired, source.timeoutNanos());
    }

    private Authorization authorization(Location of) {
        return new Authorization(of.credentials(), () -> Words.of(random));
    }

    /** The host's addresses are known: begins there. */
    void at(List<InetAddress> all) {
        addresses.clear();
        addresses.addAll(all);
        attempt();
    }

    /** The host has none. */
    void nowhere(String sentence) {
        fail(sentence);
    }

    private void attempt() {
        var address = addresses.peek();
        if (over || address == null) {
            return;
        }
        var loop = source.loop();
        var server = new InetSocketAddress(address, location.portFor(way));
        var connector = location.tls()
                ? Connector.tls(loop, source.work(), location.host(), server, options.pins())
                : Connector.plain(loop, location.host(), server);
        delivery.reset();
        media = new MediaTracks(delivery, source.wall());
        var means = new Attempt.Means(
                loop, connector, location, way, authorization, media, source.keepAlive(), source.talkBack());
        attempt = new Attempt(means, server, random, this);
        attempt.begin();
    }

    @Override
    public void onPlaying(Session session) {
        if (session.isUdp()) {
            long trial = Math.min(UDP_TRIAL, source.timeoutNanos() / UDP_SHARE);
            var tried = attempt;
            source.loop().schedule(() -> nothingOverUdp(tried), trial);
        }
        onMedia(session);
    }

    private void nothingOverUdp(Attempt tried) {
        if (!over && tried == attempt && !tried.session().isAlive()) {
            overTcp(tried);
        }
    }

    private void overTcp(Attempt tried) {
        way = Way.TCP;
        tried.leave(this::attempt);
    }

    @Override
    public void onMedia(Session session) {
        if (!opened && !over && session.isAlive() && session.isComplete()) {
            opened = true;
            delivery.announce(session.unused());
            owner.onOpened();
            media.start();
            lastReceived = source.loop().nanoTime();
            source.loop().schedule(this::watch, WATCH, WATCH);
        }
    }

    /** A camera that has died does not say so. */
    private void watch() {
        if (over) {
            return;
        }
        long now = source.loop().nanoTime();
        long count = attempt.session().received();
        lastReceived = count == received ? lastReceived : now;
        received = count;
        if (attempt.session().isEnded()) {
            fail(Reasons.ended());
        } else if (now - lastReceived > source.timeoutNanos()) {
            fail(Reasons.silent(source.timeout()));
        } else {
            source.loop().schedule(this::watch, WATCH, WATCH);
        }
    }

    private void expired() {
        if (opened || over) {
            return;
        }
        var session = attempt == null ? null : attempt.session();
        var awaited = attempt == null ? Reasons.noAnswer() : attempt.awaited();
        if (awaited.isEmpty()) {
            awaited = session.isAlive() ? media.missing() : "";
        }
        fail(awaited.isEmpty() ? Reasons.noMedia(source.timeout()) : awaited);
    }

    @Override
    public void onFailed(Attempt failed, Failure failure) {
        if (over || failed != attempt) {
            return;
        }
        switch (failure.kind()) {
            case MOVED -> moved(failure.text());
            case NO_UDP -> overTcp(failed);
            case UNSUPPORTED -> end(() -> owner.onUnsupported(failure.text()));
            case UNREACHABLE -> {
                if (addresses.size() > 1) {
                    addresses.remove();
                    attempt();
                } else {
                    fail(failure.text());
                }
            }
            case LOST -> {
                if (!opened && reconnects++ < MOST_RECONNECTS) {
                    attempt();
                } else {
                    fail(failure.text());
                }
            }
            default -> fail(failure.text());
        }
    }

    private void moved(String to) {
        var next = location.redirected(to);
        if (opened) {
            fail("the camera sends its viewers elsewhere; it is opened again");
        } else if (next.isEmpty() || moves++ >= MOST_MOVES) {
            fail("the camera sends us elsewhere, and not where there is RTSP; check the path");
        } else if (location.tls() && !next.get().tls()) {
            fail("the camera sends us from TLS to a connection without it; open that address, if it is meant: "
                    + next.get().name());
        } else {
            boolean stays = next.get().host().equalsIgnoreCase(location.host());
            location = next.get();
            authorization = stays ? authorization : authorization(location);
            owner.lookUp(location);
        }
    }

    private void fail(String sentence) {
        end(() -> owner.onFailed(sentence));
    }

    private void end(Runnable told) {
        if (!over) {
            over = true;
            leave(() -> {});
            told.run();
        }
    }

    /** Ends it; {@code gone} runs within a second. */
    void close(Runnable gone) {
        over = true;
        leave(gone);
    }

    private void leave(Runnable gone) {
        if (attempt == null) {
            gone.run();
        } else {
            attempt.leave(gone);
        }
    }
}
