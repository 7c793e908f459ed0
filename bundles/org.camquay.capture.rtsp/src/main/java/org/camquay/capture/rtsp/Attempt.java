// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.camquay.capture.rtsp.auth.Authorization;
import org.camquay.capture.rtsp.link.Connector;
import org.camquay.capture.rtsp.link.Tunnel;
import org.camquay.capture.rtsp.media.MediaTracks;
import org.camquay.capture.rtsp.message.RtspMessage.Request;
import org.camquay.capture.rtsp.message.RtspReader;
import org.camquay.net.ByteStream;
import org.camquay.net.NetLoop;
import org.camquay.net.TcpStream;

/** One connection to a camera, from the first octet to the last. Only on its loop. */
final class Attempt implements ByteStream.Listener, Conversation.Owner, Handshake.Owner {
    /** Who is told. */
    interface Owner {
        /** The camera sends from now on. */
        void onPlaying(Session session);

        /** Packets came; often. */
        void onMedia(Session session);

        /** It came to nothing, or is over. Once; not after {@link #close}. */
        void onFailed(Attempt attempt, Failure failure);
    }

    /** What an attempt is made with. */
    record Means(
            NetLoop loop,
            Connector connector,
            Location location,
            Way way,
            Authorization authorization,
            MediaTracks media,
            KeepAlive keepAlive,
            boolean talkBack) {}

    private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(700);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);
    private static final long FAREWELL = TimeUnit.MILLISECONDS.toNanos(800);

    private final Means means;
    private final InetSocketAddress address;
    private final RandomGenerator random;
    private final Owner owner;
    private final Session session = new Session();
    private ByteStream stream;
    private Conversation conversation;
    private RtspReader reader;
    private Setup setup;
    private Playing playing;
    private long lastOctets;
    private Runnable farewell = () -> {};
    private boolean connected;
    private boolean over;

    Attempt(Means means, InetSocketAddress address, RandomGenerator random, Owner owner) {
        this.means = means;
        this.address = address;
        this.random = random;
        this.owner = owner;
    }

    void begin() {
        try {
            stream = means.way == Way.HTTP ? tunnel() : means.connector.connect(this);
        } catch (IOException e) {
            fail(new Failure(Failure.Kind.UNREACHABLE, TcpStream.reason(e, false)));
        }
    }

    private ByteStream tunnel() throws IOException {
        var path = means.location.path().isEmpty() ? "/" : means.location.path();
        var entrance = new Tunnel.Entrance(path, means.location.hostField(Way.HTTP));
        var login = new Authorization(means.location.credentials(), () -> Words.of(random));
        return new Tunnel(means.connector, entrance, login, Words.of(random), this).connect();
    }

    @Override
    public void onOpen() {
        if (over) {
            return;
        }
        connected = true;
        conversation = new Conversation(stream, means.authorization, this);
        reader = new RtspReader(conversation);
        boolean udp = means.way == Way.UDP;
        setup = new Setup(means.loop, address.getAddress(), random, udp, conversation::isVersion2);
        new Handshake(conversation, means.location, session, means.media, setup, means.talkBack, this).begin();
    }

    @Override
    public boolean onBytes(ByteBuffer bytes) {
        if (reader == null) {
            bytes.position(bytes.limit());
            return true;
        }
        lastOctets = means.loop.nanoTime();
        boolean right = reader.read(bytes);
        if (reader.isInBody()) {
            long pause = reader.isLengthKnown() ? PATIENCE : QUIET;
            means.loop.schedule(() -> quiet(pause), pause);
        }
        if (playing != null && !over) {
            owner.onMedia(session);
        }
        return right;
    }

    /** A description without a length ends when nothing follows; one that is shorter than it says, too, but later. */
    private void quiet(long pause) {
        if (!over && reader.isInBody() && means.loop.nanoTime() - lastOctets >= pause) {
            reader.quiet();
        }
    }

    @Override
    public void onPacket(int channel, ByteBuffer packet) {
        if (over) {
            return;
        }
        long now = lastOctets;
        for (var track : session.tracks()) {
            if (track.take(channel, packet, now)) {
                return;
            }
        }
        for (var track : session.tracks()) {
            if (track.takeStray(packet, now)) {
                return;
            }
        }
    }

    @Override
    public void onRequest(Request request) {
        if (request.method().equals("REDIRECT")) {
            request.headers().first("Location").ifPresent(location -> fail(new Failure(Failure.Kind.MOVED, location)));
        } else if (request.method().equals("TEARDOWN")) {
            fail(Failure.last(Reasons.ended()));
        }
    }

    @Override
    public void onRefused(String sentence) {
        fail(Failure.last(sentence));
    }

    @Override
    public void onPlaying(Session ready) {
        if (over) {
            return;
        }
        var camera = means.location.host() + ":" + address.getPort();
        playing = new Playing(
                means.loop,
                ready,
                conversation,
                stream,
                new Playing.Habits(means.keepAlive, camera, random.nextInt() & 0xFFFFFFFFL),
                () -> owner.onMedia(ready));
        playing.begin();
        owner.onPlaying(ready);
    }

    @Override
    public void onFailed(Failure failure) {
        fail(failure);
    }

    @Override
    public void onClosed(String reason) {
        if (over) {
            farewell.run();
        } else if (playing != null) {
            playing.lost();
            fail(new Failure(Failure.Kind.LOST, Reasons.lost()));
        } else if (connected && conversation.isChallenged()) {
            fail(new Failure(Failure.Kind.LOST, Reasons.lost()));
        } else {
            var kind = connected ? Failure.Kind.FINAL : Failure.Kind.UNREACHABLE;
            fail(new Failure(kind, reason + (connected ? "; check the path and the camera" : "")));
        }
    }

    /** What the camera has not done yet, as a sentence; empty if it sends. */
    String awaited() {
        if (!connected) {
            return Reasons.noAnswer();
        }
        return playing == null ? Reasons.noAnswerTo(conversation.unanswered()) : "";
    }

    Session session() {
        return session;
    }

    private void fail(Failure failure) {
        if (!over) {
            leave(() -> {});
            owner.onFailed(this, failure);
        }
    }

    /** Says good-bye to the camera and closes; {@code gone} runs when that is done, within a second. */
    void leave(Runnable gone) {
        if (over) {
            gone.run();
            return;
        }
        over = true;
        if (playing != null) {
            playing.end();
        }
        if (setup != null) {
            setup.close();
        }
        session.closePorts();
        boolean made = session.field().isPresent() && !session.aggregate().isEmpty();
        if (!made) {
            close(gone);
            return;
        }
        farewell = new Once(() -> close(gone));
        means.loop.schedule(farewell, FAREWELL);
        conversation.askAtLast(
                "TEARDOWN", session.aggregate(), List.of(session.field().get()), answer -> farewell.run());
    }

    private void close(Runnable gone) {
        if (reader != null) {
            reader.stop();
        }
        if (stream != null) {
            stream.close();
        }
        gone.run();
    }
}
