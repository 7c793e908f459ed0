// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.PeerStats;
import org.camquay.rtp.rtcp.RtcpCompound;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.negotiation.Transceiver;
import org.camquay.webrtc.send.RtcpReports;
import org.camquay.webrtc.send.RtpSender;
import org.camquay.webrtc.send.SendPath;
import org.camquay.webrtc.transport.SecureTransport;

/** What one connection sends: a sender for each track that was agreed on, one estimate of the path, one exchange of RTCP. Thread: its loop. */
final class Senders {
    private final Environment environment;
    private final EventLoop loop;
    private final SecureTransport transport;
    private final Consumer<Throwable> owner;
    private final List<RtpSender> senders = new ArrayList<>();
    private final SendPath path;
    private final RtcpReports reports;
    private long pairChanges;

    /**
     * None yet.
     *
     * @param cname of this side's RTCP (RFC 3550 §6.5.1)
     * @param owner is told, on the loop, when sending failed inside
     */
    Senders(
            Environment environment,
            EventLoop loop,
            SecureTransport transport,
            String cname,
            Consumer<Throwable> owner) {
        this.environment = environment;
        this.loop = loop;
        this.transport = transport;
        this.owner = owner;
        path = new SendPath(loop, transport.outlet(), new Bandwidth());
        reports = new RtcpReports(senders, transport, path, environment.clock(), cname);
    }

    /** Begins to send what is agreed, unless that has begun before. */
    void start(List<Transceiver> transceivers) {
        if (!senders.isEmpty()) {
            return;
        }
        var agreed = transceivers.stream().filter(t -> t.chosen() != null).toList();
        for (var transceiver : agreed) {
            var parameters = transceiver.parameters();
            if (parameters.extensions().transportSequence() > 0) {
                path.bandwidth().useTransportWide();
            }
            if (parameters.byStreams()) {
                path.bandwidth().useStreams();
            }
        }
        try {
            agreed.forEach(this::start);
        } catch (Exception | LinkageError e) {
            loop.execute(() -> owner.accept(e));
        }
        if (!senders.isEmpty()) {
            pairChanges = transport.pairChanges();
            reports.start();
        }
    }

    private void start(Transceiver transceiver) {
        var codec = transceiver.chosen().codec();
        var sender = new RtpSender(
                transceiver.track().in(codec),
                codec,
                transceiver.parameters(),
                path,
                environment.tracks(),
                environment.playoutDelay(),
                environment.random());
        sender.onFailure(owner);
        senders.add(sender);
        sender.start();
    }

    /** There is a path, at first or again. */
    void onPath() {
        path.bandwidth().onPath(transport.pairChanges());
        senders.forEach(RtpSender::onPath);
    }

    /** What the peer says. */
    void receive(RtcpCompound compound) {
        if (transport.pairChanges() != pairChanges) {
            pairChanges = transport.pairChanges();
            senders.forEach(RtpSender::onMoved);
        }
        reports.receive(compound);
    }

    /** What was sent, one for each track. */
    List<PeerStats.OutboundRtp> stats() {
        return senders.stream().map(RtpSender::stats).toList();
    }

    /** What the path is estimated to take, bits a second; 0 when not known. */
    double available() {
        return path.bandwidth().available(loop.nanoTime());
    }

    /** Ends all. Idempotent. */
    void stop() {
        reports.stop();
        senders.forEach(RtpSender::stop);
    }
}
