// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.signaling.SignalingChannel;
import org.camquay.api.signaling.SignalingClient;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.testkit.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link SignalingClient} keeps to. The subclass starts and stops a server around each test. */
@Timeout(60)
public abstract class SignalingClientContract {
    /** How long a step may last. */
    protected static final Duration STEP = Duration.ofSeconds(10);

    /** The backend under test. */
    protected abstract SignalingClient client();

    /** Where to register at the server. */
    protected abstract SignalingTarget target();

    /** A registration that the server refuses for good: a bad token, a name that is taken. */
    protected abstract SignalingTarget refusedTarget();

    /** A target where nothing listens. */
    protected abstract SignalingTarget unreachableTarget();

    /** A new viewer at the server. */
    protected abstract RemotePeer newPeer() throws Exception;

    /** Ends the server, or its connection to us, without a good-bye. */
    protected abstract void loseServer() throws Exception;

    private final RecordingSignalingListener listener = new RecordingSignalingListener();

    @Test
    void connect_registered_announcesAPeerAndWhatItWants() throws Exception {
        try (var channel = connect();
                var peer = newPeer()) {
            peer.join("cam1");
            arrive(1);
            assertThat(listener.arrivals().get(0).streamName()).isEqualTo("cam1");
            assertThat(listener.arrivals().get(0).id().value()).isNotEmpty();
        }
    }

    @Test
    void onPeer_refused_tellsThePeerTheSentence() throws Exception {
        listener.refuse("this camera has no stream 'cam9'");
        try (var channel = connect();
                var peer = newPeer()) {
            peer.join("cam9");
            Await.until(STEP, "the refusal", () -> peer.refusal().isPresent());
            assertThat(peer.refusal().get()).contains("this camera has no stream 'cam9'");
        }
    }

    @Test
    void invite_offer_bringsTheAnswer() throws Exception {
        try (var channel = connect();
                var peer = newPeer()) {
            peer.join("");
            invite(channel, peer, arrive(1), "first");
        }
    }

    @Test
    void invite_again_bringsASecondAnswer() throws Exception {
        try (var channel = connect();
                var peer = newPeer()) {
            peer.join("");
            PeerId id = arrive(1);
            invite(channel, peer, id, "first");
            invite(channel, peer, id, "restart");
        }
    }

    @Test
    void trickle_beforeAndAfterTheAnswer_reachesBothEnds() throws Exception {
        try (var channel = connect();
                var peer = newPeer()) {
            peer.join("");
            PeerId id = arrive(1);
            var answer = channel.invite(id, offer("early")).toCompletableFuture();
            channel.trickle(id, candidate(1));
            peer.awaitOffer(STEP);
            peer.trickle(candidate(2));
            Await.until(
                    STEP,
                    "a candidate before the answer",
                    () -> listener.candidates().size() == 1);
            peer.answer(sdp("early"));
            answer.get(10, TimeUnit.SECONDS);
            peer.trickle(candidate(3));
            peer.trickle(IceCandidate.endOfCandidates());
            channel.trickle(id, candidate(4));
            channel.trickle(id, IceCandidate.endOfCandidates());
            Await.until(
                    STEP, "the peer's candidates", () -> listener.candidates().size() == 3);
            Await.until(STEP, "our candidates", () -> peer.candidates().size() == 3);
            assertThat(listener.candidates()).allMatch(c -> c.peer().equals(id));
            assertThat(listener.candidates())
                    .map(c -> c.candidate().candidate())
                    .containsExactly(candidate(2).candidate(), candidate(3).candidate(), "");
            assertThat(peer.candidates())
                    .map(IceCandidate::candidate)
                    .containsExactly(candidate(1).candidate(), candidate(4).candidate(), "");
            assertThat(listener.candidates().get(0).candidate().sdpMid()).isEqualTo("0");
        }
    }

    @Test
    void peers_overOneChannel_areKeptApart() throws Exception {
        try (var channel = connect();
                var first = newPeer();
                var second = newPeer()) {
            first.join("");
            PeerId firstId = arrive(1);
            second.join("");
            PeerId secondId = arrive(2);
            assertThat(firstId).isNotEqualTo(secondId);
            invite(channel, second, secondId, "second");
            invite(channel, first, firstId, "first");
            second.trickle(candidate(5));
            Await.until(STEP, "a candidate", () -> !listener.candidates().isEmpty());
            assertThat(listener.candidates().get(0).peer()).isEqualTo(secondId);
        }
    }

    @Test
    void peer_leaves_isGone() throws Exception {
        try (var channel = connect();
                var peer = newPeer()) {
            peer.join("");
            PeerId id = arrive(1);
            invite(channel, peer, id, "first");
            peer.leave();
            Await.until(STEP, "onPeerGone", () -> !listener.gone().isEmpty());
            assertThat(listener.gone().get(0).peer()).isEqualTo(id);
        }
    }

    @Test
    void dismiss_peer_tellsItTheSentence() throws Exception {
        try (var channel = connect();
                var peer = newPeer()) {
            peer.join("");
            channel.dismiss(arrive(1), "the stream was shut down");
            Await.until(STEP, "the dismissal", () -> peer.refusal().isPresent());
            assertThat(peer.refusal().get()).contains("the stream was shut down");
        }
    }

    @Test
    void server_lost_closesTheChannelOnce() throws Exception {
        try (var channel = connect();
                var peer = newPeer()) {
            peer.join("");
            PeerId id = arrive(1);
            var answer = channel.invite(id, offer("lost")).toCompletableFuture();
            peer.awaitOffer(STEP);
            loseServer();
            Await.until(STEP, "onClosed", () -> !listener.closed().isEmpty());
            assertThat(catchThrowable(() -> answer.get(10, TimeUnit.SECONDS)))
                    .as("an invitation under way fails")
                    .hasCauseInstanceOf(SignalingException.class);
            channel.trickle(id, candidate(1));
            assertThat(Await.within(
                            Duration.ofMillis(300), () -> listener.closed().size() > 1))
                    .isFalse();
            assertThat(listener.closed().get(0).getMessage()).isNotEmpty();
        }
    }

    @Test
    void close_byUs_isNotReported() throws Exception {
        SignalingChannel channel = connect();
        channel.close();
        channel.close();
        channel.trickle(new PeerId("nobody"), candidate(1));
        channel.dismiss(new PeerId("nobody"), "gone");
        var answer = channel.invite(new PeerId("nobody"), offer("late")).toCompletableFuture();
        assertThat(catchThrowable(() -> answer.get(10, TimeUnit.SECONDS))).hasCauseInstanceOf(SignalingException.class);
        assertThat(Await.within(Duration.ofMillis(300), () -> !listener.closed().isEmpty()))
                .isFalse();
    }

    @Test
    void close_thenConnect_registersAgain() throws Exception {
        connect().close();
        // The server may need a moment to see that the name is free again.
        Await.until(STEP, "a second registration", () -> {
            try (var channel = connect()) {
                return true;
            } catch (Exception e) {
                return false;
            }
        });
    }

    @Test
    void connect_refused_failsForGoodWithTheReason() {
        Throwable thrown = catchThrowable(() -> connect(refusedTarget()));
        assertThat(thrown).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(SignalingException.class);
        SignalingException cause = (SignalingException) thrown.getCause();
        assertThat(cause.permanent()).as("permanent: %s", cause.getMessage()).isTrue();
        checkMessage(cause, refusedTarget());
        assertThat(listener.closed()).as("what never opened is not closed").isEmpty();
    }

    @Test
    void connect_nothingListens_failsForNow() {
        Throwable thrown = catchThrowable(() -> connect(unreachableTarget()));
        assertThat(thrown).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(SignalingException.class);
        SignalingException cause = (SignalingException) thrown.getCause();
        assertThat(cause.permanent()).isFalse();
        checkMessage(cause, unreachableTarget());
    }

    private static void checkMessage(SignalingException cause, SignalingTarget target) {
        assertThat(cause.getMessage()).contains(target.url().getHost());
        if (!target.token().isEmpty()) {
            assertThat(cause.getMessage()).doesNotContain(target.token());
        }
    }

    private SignalingChannel connect() throws Exception {
        return connect(target());
    }

    private SignalingChannel connect(SignalingTarget target) throws Exception {
        return client().connect(target, listener).toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    private PeerId arrive(int count) {
        Await.until(STEP, "peer " + count, () -> listener.arrivals().size() >= count);
        return listener.arrivals().get(count - 1).id();
    }

    private static void invite(SignalingChannel channel, RemotePeer peer, PeerId id, String label) throws Exception {
        CompletableFuture<SessionDescription> answer =
                channel.invite(id, offer(label)).toCompletableFuture();
        assertThat(peer.awaitOffer(STEP)).isEqualTo(sdp(label));
        peer.answer(sdp(label + "-answer"));
        SessionDescription answered = answer.get(10, TimeUnit.SECONDS);
        assertThat(answered.type()).isEqualTo(SdpType.ANSWER);
        assertThat(answered.sdp()).isEqualTo(sdp(label + "-answer"));
    }

    private static SessionDescription offer(String label) {
        return new SessionDescription(SdpType.OFFER, sdp(label));
    }

    private static String sdp(String label) {
        return "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=" + label + "\r\nt=0 0\r\n";
    }

    private static IceCandidate candidate(int number) {
        String line = "candidate:" + number + " 1 udp 2122260223 192.0.2.7 " + (5000 + number) + " typ host";
        return new IceCandidate(line, "0", 0, "abcd");
    }
}
