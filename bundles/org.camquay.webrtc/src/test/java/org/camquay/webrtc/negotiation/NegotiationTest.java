// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.peer.PeerException;
import org.camquay.dtls.DtlsCertificate;
import org.camquay.sdp.Direction;
import org.camquay.sdp.Sdp;
import org.camquay.sdp.Setup;
import org.camquay.sdp.SsrcGroup;
import org.camquay.webrtc.send.ClipTrack;
import org.camquay.webrtc.send.HeaderExtensions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {
    private static final Codec HIGH = Codec.h264("640028");
    private static final LocalTransport LOCAL = new LocalTransport(
            new IceParameters("abcdefgh", "0123456789012345678901"),
            DtlsCertificate.generate(Clock.systemUTC()).fingerprint());

    private final Negotiation negotiation = new Negotiation(new SecureRandom());

    private Transceiver add(Codec codec) {
        var track = codec.is(Codec.H264)
                ? new ClipTrack(new VideoFormat(codec, 64, 64, 30, false), codec)
                : new ClipTrack(new AudioFormat(codec, 48_000, 2), codec);
        var transceiver = new Transceiver(track, 1 + negotiation.transceivers().size(), 1001);
        negotiation.add(transceiver);
        return transceiver;
    }

    private static Sdp sample(String name) throws IOException, PeerException {
        try (var in = NegotiationTest.class.getResourceAsStream(name)) {
            return Negotiation.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void offer_highProfile_standsThereAsItIsAndAsConstrainedBaseline() throws PeerException {
        add(HIGH);
        add(Codec.opus());
        var offer = Negotiation.parse(negotiation.offer(LOCAL).write());
        assertThat(offer.bundle()).containsExactly("0", "1");
        var video = offer.media().get(0);
        assertThat(video.direction()).isEqualTo(Direction.SENDONLY);
        assertThat(video.payloadTypes()).containsExactly(96, 112, 97, 113);
        assertThat(video.fmtpLine(96)).contains("profile-level-id=640028").contains("packetization-mode=1");
        assertThat(video.fmtpLine(97)).contains("profile-level-id=42e01f");
        assertThat(video.hasFeedback(96, "nack pli")).isTrue();
        assertThat(video.transport().setup()).contains(Setup.ACTPASS);
        assertThat(video.transport().trickle()).isTrue();
    }

    @Test
    void offer_twice_keepsTheSessionAndRaisesTheVersion() {
        add(HIGH);
        var first = negotiation.offer(LOCAL).origin();
        var second = negotiation.offer(LOCAL).origin();
        assertThat(second.sessionId()).isEqualTo(first.sessionId());
        assertThat(second.sessionVersion()).isEqualTo(first.sessionVersion() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium-156-whep-offer.sdp", "session"})
    void takeOffer_ofChromium_choosesH264OfModeOne(String name) throws Exception {
        var video = add(name.equals("session") ? Codec.h264("42c01e") : HIGH);
        var audio = add(Codec.opus());
        negotiation.takeOffer(sample("chromium-156-whep-offer.sdp"));
        assertThat(video.chosen().fmtpLine()).contains("packetization-mode=1");
        assertThat(audio.chosen().map().encodingName()).isEqualToIgnoringCase("opus");
        var answer = Negotiation.parse(negotiation.answer(LOCAL, Setup.PASSIVE).write());
        assertThat(answer.media()).hasSize(3);
        assertThat(answer.media())
                .filteredOn(m -> !m.rejected())
                .hasSize(2)
                .allMatch(m -> m.payloadTypes().size() == (m.mid().equals(video.mid()) ? 2 : 1));
        assertThat(answer.media(video.mid()).orElseThrow().rtpMap(video.chosen().payloadType()))
                .hasValueSatisfying(m -> assertThat(m.encodingName()).isEqualToIgnoringCase("H264"));
    }

    @Test
    void takeOffer_withoutH264_sendsTheSoundAndRefusesThePicture() throws Exception {
        var video = add(HIGH);
        var audio = add(Codec.opus());
        var offer = sample("firefox-153-whep-offer.sdp");
        negotiation.takeOffer(offer);
        assertThat(video.chosen()).isNull();
        assertThat(audio.chosen()).isNotNull();
        var answer = negotiation.answer(LOCAL, Setup.PASSIVE);
        assertThat(answer.media()).hasSameSizeAs(offer.media());
        assertThat(answer.media()).anyMatch(m -> m.rejected() && m.kind().equals(video.sdpKind()));
        assertThat(answer.bundle()).containsExactly(audio.mid());
    }

    @Test
    void takeOffer_nothingInCommon_isRefusedWithWhatThereIs() throws Exception {
        add(HIGH);
        var offer = sample("firefox-153-whep-offer.sdp");
        assertThatThrownBy(() -> negotiation.takeOffer(offer))
                .isInstanceOf(PeerException.class)
                .hasMessageContaining("no codec in common")
                .hasMessageContaining("video/H264");
    }

    @Test
    void takeAnswer_withOtherSections_isRefused() throws Exception {
        add(HIGH);
        negotiation.offer(LOCAL);
        var twoSections = sample("chromium-156-whep-offer.sdp");
        assertThatThrownBy(() -> negotiation.takeAnswer(twoSections)).hasMessageContaining("media sections");
    }

    @Test
    void remoteTransport_ofOffer_hasWhatDtlsAndIceNeed() throws Exception {
        add(HIGH);
        var offer = sample("chromium-156-whep-offer.sdp");
        var remote = RemoteTransport.of(offer, negotiation.takeOffer(offer));
        assertThat(remote.ice().usernameFragment()).isNotEmpty();
        assertThat(remote.fingerprints()).hasSize(1);
        assertThat(remote.setup()).isEqualTo(Setup.ACTPASS);
    }

    private Sdp answerTo(String... sections) throws PeerException {
        return Negotiation.parse("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n" + String.join("", sections));
    }

    private static String taken(String media, int payloadType, String direction) {
        return "m=" + media + " 9 UDP/TLS/RTP/SAVPF " + payloadType + "\r\na=mid:" + (media.equals("audio") ? 0 : 1)
                + "\r\na=" + direction + "\r\na=rtcp-mux\r\n" + OfferText.TRANSPORT;
    }

    @Test
    void takeAnswer_twoSectionsWithoutBundle_isRefusedByTheCause() throws PeerException {
        add(Codec.opus());
        add(HIGH);
        negotiation.offer(LOCAL);
        var apart = answerTo(taken("audio", 111, "recvonly"), taken("video", 96, "recvonly"));
        assertThatThrownBy(() -> negotiation.takeAnswer(apart)).hasMessageContaining("without BUNDLE");
        assertThat(negotiation.takeAnswer(answerTo(
                        "a=group:BUNDLE 0 1\r\n", taken("audio", 111, "recvonly"), taken("video", 96, "recvonly"))))
                .hasSize(2);
    }

    @Test
    void takeAnswer_oneSectionWithoutBundle_isSent() throws PeerException {
        var audio = add(Codec.opus());
        var video = add(HIGH);
        negotiation.offer(LOCAL);
        negotiation.takeAnswer(
                answerTo("m=audio 0 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n", taken("video", 96, "recvonly")));
        assertThat(audio.chosen()).isNull();
        assertThat(video.chosen()).isNotNull();
    }

    @Test
    void takeAnswer_tooFewTaken_isRefusedByTheCause() throws PeerException {
        add(Codec.opus());
        negotiation.offer(LOCAL);
        var inactive = answerTo(taken("audio", 111, "inactive"));
        assertThatThrownBy(() -> negotiation.takeAnswer(inactive)).hasMessageContaining("no section that receives");
        var refused = answerTo("m=audio 0 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n");
        assertThatThrownBy(() -> negotiation.takeAnswer(refused)).hasMessageContaining("refuses every section");
    }

    @Test
    void takeAnswer_inactiveSectionFirst_readsTheTransportOfTheTaggedOne() throws PeerException {
        add(Codec.opus());
        add(HIGH);
        negotiation.offer(LOCAL);
        var answer = answerTo(
                "a=group:BUNDLE 0 1\r\n",
                taken("audio", 111, "inactive"),
                taken("video", 96, "recvonly").replace(OfferText.TRANSPORT, ""));
        var remote = RemoteTransport.of(answer, negotiation.takeAnswer(answer));
        assertThat(remote.ice().usernameFragment()).isEqualTo("abcd");
    }

    @Test
    void offer_afterARefusedSection_keepsItRefused() throws PeerException {
        add(Codec.opus());
        add(HIGH);
        var first = negotiation.offer(LOCAL);
        negotiation.takeAnswer(answerTo(
                "a=group:BUNDLE 1\r\n",
                "m=audio 0 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n",
                taken("video", 96, "recvonly")));
        var second = Negotiation.parse(negotiation.offer(LOCAL).write());
        assertThat(second.bundle()).containsExactly("1");
        assertThat(second.media().get(0).rejected()).isTrue();
        assertThat(second.media().get(0).mid()).isEqualTo("0");
        assertThat(second.media().get(0).formats())
                .isEqualTo(first.media().get(0).formats());
        assertThat(LocalCandidates.mid(second)).isEqualTo("1");
        assertThat(second.media().get(1).rejected()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v=0", "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=video", "{}"})
    void parse_cutOrForeign_isRefusedWithASentence(String text) {
        assertThatThrownBy(() -> {
                    var sdp = Negotiation.parse(text);
                    add(HIGH);
                    negotiation.takeOffer(sdp);
                })
                .isInstanceOf(PeerException.class);
    }

    @Test
    void offer_hasRetransmissionAndExtensions() throws PeerException {
        add(HIGH);
        add(Codec.opus());
        var offer = Negotiation.parse(negotiation.offer(LOCAL).write());
        var video = offer.media().get(0);
        assertThat(video.retransmissionPayloadType(96)).hasValue(112);
        assertThat(video.fmtpLine(113)).isEqualTo("apt=97");
        assertThat(video.rtp().ssrcGroups()).containsExactly(new SsrcGroup("FID", List.of(1L, 1001L)));
        assertThat(video.hasFeedback(97, "transport-cc")).isTrue();
        // a line for each payload type, as libwebrtc has it: libdatachannel refuses RFC 8888's wildcard
        assertThat(offer.write())
                .contains("a=rtcp-fb:96 ack ccfb\r\n", "a=rtcp-fb:97 ack ccfb\r\n", "a=rtcp-fb:111 ack ccfb\r\n")
                .doesNotContain("a=rtcp-fb:*");
        assertThat(video.extensionId(ExtensionLines.TRANSPORT_SEQUENCE)).hasValue(1);
        assertThat(video.extensionId(ExtensionLines.PLAYOUT_DELAY)).hasValue(2);
        var audio = offer.media().get(1);
        assertThat(audio.extensionId(ExtensionLines.TRANSPORT_SEQUENCE)).hasValue(1);
        assertThat(audio.extensionId(ExtensionLines.PLAYOUT_DELAY)).isEmpty();
        assertThat(audio.rtp().ssrcGroups()).isEmpty();
    }

    @Test
    void takeOffer_ofChromium_takesItsIdsAndRetransmission() throws Exception {
        var video = add(Codec.h264("42e01f"));
        var audio = add(Codec.opus());
        negotiation.takeOffer(sample("chromium-156-whep-offer.sdp"));
        var parameters = video.parameters();
        assertThat(parameters.rtxPayloadType()).isEqualTo(parameters.payloadType() + 1);
        assertThat(parameters.extensions()).isEqualTo(new HeaderExtensions(4, 5, 0));
        assertThat(audio.parameters().extensions()).isEqualTo(new HeaderExtensions(4, 0, 0));
        assertThat(audio.parameters().rtx()).isFalse();
        var answer = Negotiation.parse(negotiation.answer(LOCAL, Setup.PASSIVE).write());
        var section = answer.media(video.mid()).orElseThrow();
        assertThat(section.retransmissionPayloadType(parameters.payloadType())).hasValue(parameters.rtxPayloadType());
        assertThat(section.rtp().extmaps()).hasSize(2);
        assertThat(section.hasFeedback(parameters.payloadType(), "goog-remb")).isTrue();
    }

    @Test
    void takeOffer_withoutRetransmission_leavesChangingExtensionsOut() throws Exception {
        var video = add(Codec.h264("42e01f"));
        var text = sample("chromium-156-whep-offer.sdp").write().replace("rtx/90000", "unknown/90000");
        negotiation.takeOffer(Negotiation.parse(text));
        assertThat(video.parameters().rtx()).isFalse();
        assertThat(video.parameters().nack()).isTrue();
        assertThat(video.parameters().extensions()).isEqualTo(new HeaderExtensions(0, 5, 0));
        assertThat(negotiation.answer(LOCAL, Setup.PASSIVE).write())
                .doesNotContain("rtx")
                .doesNotContain("FID")
                .doesNotContain(ExtensionLines.TRANSPORT_SEQUENCE);
    }

    @Test
    void takeOffer_withReportsByStreams_takesThemInPlaceOfTransportWideOnes() throws Exception {
        var video = add(Codec.h264("42e01f"));
        var both = sample("chromium-156-whep-offer.sdp")
                .write()
                .replaceAll(
                        "a=rtcp-fb:(\\d+) transport-cc\r\n", "a=rtcp-fb:$1 transport-cc\r\na=rtcp-fb:* ack ccfb\r\n");
        negotiation.takeOffer(Negotiation.parse(both));
        assertThat(negotiation.answer(LOCAL, Setup.PASSIVE).write())
                .contains("transport-cc")
                .doesNotContain("ccfb");
        assertThat(video.reportedByStreams()).isFalse();

        var another = new Negotiation(new SecureRandom());
        var transceiver = new Transceiver(video.track(), 1, 2);
        another.add(transceiver);
        another.takeOffer(Negotiation.parse(both.replaceAll("a=rtcp-fb:\\d+ transport-cc\r\n", "")));
        assertThat(another.answer(LOCAL, Setup.PASSIVE).write())
                .containsPattern("a=rtcp-fb:\\d+ ack ccfb\r\n")
                .doesNotContain("a=rtcp-fb:*")
                .doesNotContain("transport-cc")
                .doesNotContain(ExtensionLines.TRANSPORT_SEQUENCE);
        assertThat(transceiver.reportedByStreams()).isTrue();
    }
}
