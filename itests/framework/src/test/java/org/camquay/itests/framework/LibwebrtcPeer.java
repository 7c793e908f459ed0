// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.framework;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCStatsType;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioLayer;
import dev.onvoid.webrtc.media.audio.AudioOptions;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.camquay.testkit.outside.Skip;

/** An independent viewer: libwebrtc receives and decodes what we send. Thread: any; callbacks come on native ones. */
final class LibwebrtcPeer implements PeerConnectionObserver, AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    /** One for the process, and never disposed: a connection that outlives it ends the VM. */
    private static PeerConnectionFactory factory;

    private final CompletableFuture<Void> gathered = new CompletableFuture<>();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong shownAt = new AtomicLong();
    private final AtomicLong longestGap = new AtomicLong();
    private final RTCPeerConnection connection;
    private volatile RTCPeerConnectionState state = RTCPeerConnectionState.NEW;

    LibwebrtcPeer() {
        connection = factory().createPeerConnection(new RTCConfiguration(), this);
    }

    private static synchronized PeerConnectionFactory factory() {
        if (factory == null) {
            try {
                factory = new PeerConnectionFactory(new AudioDeviceModule(AudioLayer.kDummyAudio));
            } catch (LinkageError e) {
                Skip.because("a system library of libwebrtc (libpulse0 libudev1 libx11-6 libxfixes3 libxrandr2"
                        + " libxcomposite1 libdbus-1-3) is not installed: " + e.getMessage());
            }
        }
        return factory;
    }

    /** Ends the test, skipped by name, where libwebrtc cannot load. */
    static void require() {
        factory();
    }

    /** An offer to receive video and audio, with all candidates. */
    String offer() throws Exception {
        var receive = new RTCRtpTransceiverInit();
        receive.direction = RTCRtpTransceiverDirection.RECV_ONLY;
        connection.addTransceiver(factory().createVideoTrack("v", new CustomVideoSource()), receive);
        connection.addTransceiver(
                factory().createAudioTrack("a", factory().createAudioSource(new AudioOptions())), receive);
        var description = description(observer -> connection.createOffer(new RTCOfferOptions(), observer));
        done(observer -> connection.setLocalDescription(description, observer));
        gathered.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return connection.getLocalDescription().sdp;
    }

    void accept(String answer) throws Exception {
        done(observer ->
                connection.setRemoteDescription(new RTCSessionDescription(RTCSdpType.ANSWER, answer), observer));
    }

    /** An answer, with all candidates. */
    String answer(String offer) throws Exception {
        done(observer -> connection.setRemoteDescription(new RTCSessionDescription(RTCSdpType.OFFER, offer), observer));
        var description = description(observer -> connection.createAnswer(new RTCAnswerOptions(), observer));
        done(observer -> connection.setLocalDescription(description, observer));
        gathered.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return connection.getLocalDescription().sdp;
    }

    void addCandidate(String sdpMid, int sdpMLineIndex, String candidate) {
        connection.addIceCandidate(new RTCIceCandidate(sdpMid, sdpMLineIndex, candidate));
    }

    private static RTCSessionDescription description(Consumer<CreateSessionDescriptionObserver> ask) throws Exception {
        var result = new CompletableFuture<RTCSessionDescription>();
        ask.accept(new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                result.complete(description);
            }

            @Override
            public void onFailure(String error) {
                result.completeExceptionally(new IllegalStateException(error));
            }
        });
        return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void done(Consumer<SetSessionDescriptionObserver> ask) throws Exception {
        var result = new CompletableFuture<Void>();
        ask.accept(new SetSessionDescriptionObserver() {
            @Override
            public void onSuccess() {
                result.complete(null);
            }

            @Override
            public void onFailure(String error) {
                result.completeExceptionally(new IllegalStateException(error));
            }
        });
        result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void count() {
        long now = System.nanoTime();
        long before = shownAt.getAndSet(now);
        if (frames.getAndIncrement() > 0) {
            longestGap.accumulateAndGet(now - before, Math::max);
        }
    }

    /** The longest time between two pictures since this was asked last, in milliseconds. */
    long longestGapMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestGap.getAndSet(0));
    }

    /** Pictures decoded so far. */
    long frames() {
        return frames.get();
    }

    boolean isConnected() {
        return state == RTCPeerConnectionState.CONNECTED;
    }

    RTCPeerConnectionState state() {
        return state;
    }

    /** A W3C inbound-rtp figure of one kind; 0 when there is none yet. */
    long inbound(String kind, String name) throws Exception {
        var report = new CompletableFuture<List<Map<String, Object>>>();
        connection.getStats(stats -> report.complete(stats.getStats().values().stream()
                .filter(entry -> entry.getType() == RTCStatsType.INBOUND_RTP)
                .map(entry -> Map.copyOf(entry.getAttributes()))
                .toList()));
        return report.get(PATIENCE_SECONDS, TimeUnit.SECONDS).stream()
                .filter(attributes -> kind.equals(attributes.get("kind")))
                .map(attributes -> attributes.get(name))
                .filter(Number.class::isInstance)
                .mapToLong(value -> ((Number) value).longValue())
                .findFirst()
                .orElse(0);
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
        // all of them are in the description once gathering is complete
    }

    @Override
    public void onIceGatheringChange(RTCIceGatheringState now) {
        if (now == RTCIceGatheringState.COMPLETE) {
            gathered.complete(null);
        }
    }

    @Override
    public void onConnectionChange(RTCPeerConnectionState now) {
        state = now;
    }

    @Override
    public void onTrack(RTCRtpTransceiver transceiver) {
        try {
            var track = transceiver.getReceiver().getTrack();
            if (track.getKind().equals(MediaStreamTrack.VIDEO_TRACK_KIND)) {
                // an exception that leaves a callback aborts the process: counting throws none
                ((VideoTrack) track).addSink(frame -> {
                    count();
                    frame.release();
                });
            }
        } catch (RuntimeException e) {
            gathered.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
