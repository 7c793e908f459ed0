// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.camquay.api.net.EventLoop;
import org.camquay.rtp.rtcp.CongestionControlFeedback;
import org.camquay.rtp.rtcp.FullIntraRequest;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.rtp.rtcp.Goodbye;
import org.camquay.rtp.rtcp.NtpTime;
import org.camquay.rtp.rtcp.PictureLossIndication;
import org.camquay.rtp.rtcp.ReceiverEstimatedMaxBitrate;
import org.camquay.rtp.rtcp.ReceiverReport;
import org.camquay.rtp.rtcp.ReportBlock;
import org.camquay.rtp.rtcp.RtcpCompound;
import org.camquay.rtp.rtcp.RtcpPacket;
import org.camquay.rtp.rtcp.SenderReport;
import org.camquay.rtp.rtcp.SourceDescription;
import org.camquay.rtp.rtcp.TransportFeedback;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.transport.SecureTransport;

/**
 * RTCP of one connection: reports go out each second or so, feedback goes to the sender it is about. Thread: the
 * connection's loop.
 */
public final class RtcpReports {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(1_000);

    private final List<RtpSender> senders;
    private final SecureTransport transport;
    private final EventLoop loop;
    private final Bandwidth bandwidth;
    private final InstantSource clock;
    private final String cname;
    private EventLoop.Timer timer;

    /** @param senders of the connection; those to come are seen too */
    public RtcpReports(
            List<RtpSender> senders, SecureTransport transport, SendPath path, InstantSource clock, String cname) {
        this.senders = senders;
        this.transport = transport;
        this.loop = path.loop();
        this.bandwidth = path.bandwidth();
        this.clock = clock;
        this.cname = cname;
    }

    /** Begins; the first report goes out at once, so that the peer can synchronize picture and sound. */
    public void start() {
        report();
    }

    private void report() {
        bandwidth.onPath(transport.pairChanges()); // the pair may change while there is a path all the time
        bandwidth.onTick(loop.nanoTime());
        long now = nowEpochMicros();
        for (var sender : senders) {
            var report = sender.senderReport(now);
            if (report != null) {
                transport.outlet().sendRtcp(List.of(report, SourceDescription.of(sender.ssrc(), cname)));
            }
        }
        // RFC 3550 §6.2: half to one and a half times the interval.
        long wait = (long) (INTERVAL * ThreadLocalRandom.current().nextDouble(0.5, 1.5));
        timer = loop.schedule(this::report, wait, EventLoop.SLACK);
    }

    /** Ends; says goodbye. */
    public void stop() {
        if (timer == null) {
            return;
        }
        timer.cancel();
        timer = null;
        var ssrcs = new ArrayList<Long>();
        senders.forEach(s -> ssrcs.add(s.ssrc()));
        var farewell = new ArrayList<RtcpPacket>();
        farewell.add(new ReceiverReport(ssrcs.get(0), List.of()));
        farewell.addAll(Goodbye.all(ssrcs));
        transport.outlet().sendRtcp(farewell);
    }

    /** Feedback of the peer. */
    public void receive(RtcpCompound compound) {
        for (RtcpPacket packet : compound.packets()) {
            if (packet instanceof ReceiverReport report) {
                report.reports().forEach(this::onReport);
            } else if (packet instanceof SenderReport report) {
                report.reports().forEach(this::onReport);
            } else if (packet instanceof GenericNack nack) {
                transport.hurry();
                withSender(nack.mediaSsrc(), s -> s.feedback().onNack(nack));
            } else if (packet instanceof PictureLossIndication loss) {
                withSender(loss.mediaSsrc(), s -> s.feedback().onPictureLoss(false));
            } else if (packet instanceof TransportFeedback
                    || packet instanceof CongestionControlFeedback
                    || packet instanceof ReceiverEstimatedMaxBitrate) {
                bandwidth.onFeedback(packet, loop.nanoTime());
            } else if (packet instanceof FullIntraRequest request) {
                request.entries()
                        .forEach(
                                e -> withSender(e.mediaSsrc(), s -> s.feedback().onPictureLoss(true)));
            }
        }
    }

    private void onReport(ReportBlock block) {
        withSender(block.ssrc(), s -> s.feedback().onReport(block, NtpTime.fromEpochMicros(nowEpochMicros())));
    }

    private void withSender(long ssrc, java.util.function.Consumer<RtpSender> action) {
        for (var sender : senders) {
            if (sender.ssrc() == ssrc) {
                action.accept(sender);
            }
        }
    }

    private long nowEpochMicros() {
        var now = clock.instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
