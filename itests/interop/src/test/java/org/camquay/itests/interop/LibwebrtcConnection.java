// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.interop;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCBundlePolicy;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCStatsType;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.audio.AudioOptions;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A connection of libwebrtc that offers in the shape of a cell. Callbacks come on native threads. */
final class LibwebrtcConnection implements PeerConnectionObserver, AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final CompletableFuture<Void> gathered = new CompletableFuture<>();
    private final PeerConnectionFactory factory;
    private final Cell cell;
    private final RTCPeerConnection connection;
    private volatile RTCPeerConnectionState state = RTCPeerConnectionState.NEW;

    LibwebrtcConnection(PeerConnectionFactory factory, Cell cell) {
        this.factory = factory;
        this.cell = cell;
        var configuration = new RTCConfiguration();
        configuration.bundlePolicy = switch (cell.offer()) {
            case "bo" -> RTCBundlePolicy.MAX_BUNDLE;
            case "nb" -> RTCBundlePolicy.MAX_COMPAT;
            default -> RTCBundlePolicy.BALANCED;
        };
        connection = factory.createPeerConnection(configuration, this);
    }

    String offer() throws Exception {
        if (cell.offer().equals("data")) {
            connection.createDataChannel("data", new RTCDataChannelInit());
        }
        for (char section : cell.sections().toCharArray()) {
            var receive = new RTCRtpTransceiverInit();
            receive.direction = RTCRtpTransceiverDirection.RECV_ONLY;
            connection.addTransceiver(
                    section == 'v'
                            ? factory.createVideoTrack("v", new CustomVideoSource())
                            : factory.createAudioTrack("a", factory.createAudioSource(new AudioOptions())),
                    receive);
        }
        var made = new CompletableFuture<RTCSessionDescription>();
        connection.createOffer(new RTCOfferOptions(), new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                made.complete(description);
            }

            @Override
            public void onFailure(String error) {
                made.completeExceptionally(new IllegalStateException(error));
            }
        });
        var set = new Done();
        connection.setLocalDescription(made.get(PATIENCE_SECONDS, TimeUnit.SECONDS), set);
        set.await();
        gathered.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String sdp = connection.getLocalDescription().sdp;
        return cell.offer().equals("nb") ? sdp.replaceAll("a=group:BUNDLE[^\r\n]*\r\n", "") : sdp;
    }

    void accept(String answer) throws Exception {
        var set = new Done();
        connection.setRemoteDescription(new RTCSessionDescription(RTCSdpType.ANSWER, answer), set);
        set.await();
    }

    String state() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The sum of a W3C inbound-rtp figure over the streams of a kind. */
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
                .sum();
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
    public void close() {
        connection.close();
    }

    /** Whether a description was taken. */
    private static final class Done implements SetSessionDescriptionObserver {
        private final CompletableFuture<Void> result = new CompletableFuture<>();

        @Override
        public void onSuccess() {
            result.complete(null);
        }

        @Override
        public void onFailure(String error) {
            result.completeExceptionally(new IllegalStateException(error));
        }

        void await() throws Exception {
            result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
