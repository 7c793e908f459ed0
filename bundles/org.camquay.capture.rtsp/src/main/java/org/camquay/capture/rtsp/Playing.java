// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.camquay.api.net.EventLoop;
import org.camquay.capture.rtsp.link.UdpPair;
import org.camquay.capture.rtsp.message.Frame;
import org.camquay.net.ByteStream;
import org.camquay.net.NetLoop;

/**
 * What is to be done while a camera sends: keep its session, send reports, let out what waits for packets that do not come. Only on
 * its loop.
 */
final class Playing {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long REPORTS = TimeUnit.SECONDS.toNanos(5);
    private static final long PUNCH = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int PUNCHES = 4;

    private final NetLoop loop;
    private final Session session;
    private final Conversation conversation;
    private final ByteStream stream;
    private final KeepAlive policy;
    private final String camera;
    private final long ourSsrc;
    private final Runnable ticked;
    private final ByteBuffer frame = ByteBuffer.allocate(2048);
    private Optional<KeepAlive.Method> asked = Optional.empty();
    private boolean ended;

    /**
     * How the session is kept, and who we are.
     *
     * @param camera host and port
     * @param ourSsrc by which we report
     */
    record Habits(KeepAlive policy, String camera, long ourSsrc) {}

    /** Makes one; {@code ticked} runs often while packets come over UDP. */
    Playing(
            NetLoop loop,
            Session session,
            Conversation conversation,
            ByteStream stream,
            Habits habits,
            Runnable ticked) {
        this.loop = loop;
        this.session = session;
        this.conversation = conversation;
        this.stream = stream;
        this.ticked = ticked;
        policy = habits.policy;
        camera = habits.camera;
        ourSsrc = habits.ourSsrc;
    }

    void begin() {
        repeat(this::report, REPORTS, EventLoop.SLACK);
        repeat(this::keepAlive, KeepAlive.pause(session.timeoutSeconds()), EventLoop.SLACK);
        if (session.isUdp()) {
            punch(PUNCHES);
            repeat(this::tick, TICK, 0);
        }
    }

    private void repeat(Runnable task, long pause, long slack) {
        loop.schedule(
                () -> {
                    if (!ended) {
                        task.run();
                        repeat(task, pause, slack);
                    }
                },
                pause,
                slack);
    }

    private void punch(int times) {
        if (!ended && times > 0) {
            session.tracks().forEach(track -> track.ports().ifPresent(UdpPair::punch));
            loop.schedule(() -> punch(times - 1), PUNCH);
        }
    }

    private void tick() {
        long now = loop.nanoTime();
        for (var track : session.tracks()) {
            track.media().tick(now);
            if (track.media().isReportUrgent(now)) {
                send(track, track.media().receiverReport(now, ourSsrc));
            }
        }
        ticked.run();
    }

    private void report() {
        long now = loop.nanoTime();
        for (var track : session.tracks()) {
            var report = track.media().receiverReport(now, ourSsrc);
            if (report.hasRemaining()) {
                send(track, report);
            }
        }
    }

    private void send(SetUpTrack track, ByteBuffer report) {
        if (track.ports().isPresent()) {
            track.ports().get().report(report);
        } else if (report.remaining() + Frame.HEADER <= frame.capacity()) {
            frame.clear();
            Frame.write(frame, track.rtcpChannel(), report.remaining());
            stream.write(frame.put(report).flip());
        }
    }

    private void keepAlive() {
        conversation.giveUp();
        asked = policy.next(camera, session.methods());
        asked.ifPresent(method -> {
            var fields = session.field().map(List::of).orElse(List.of());
            conversation.ask(method.name(), session.aggregate(), fields, response -> {
                asked = Optional.empty();
                if (response.isSuccess()) {
                    policy.prove(camera, method);
                } else {
                    policy.shun(camera, method);
                    keepAlive();
                }
            });
        });
    }

    /** The connection was lost. */
    void lost() {
        asked.ifPresent(method -> policy.suspect(camera, method));
        end();
    }

    /** Does nothing any more. */
    void end() {
        ended = true;
    }
}
