// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camquay.webrtc.negotiation.OfferText.apart;
import static org.camquay.webrtc.negotiation.OfferText.audio;
import static org.camquay.webrtc.negotiation.OfferText.bundle;
import static org.camquay.webrtc.negotiation.OfferText.bundleOnly;
import static org.camquay.webrtc.negotiation.OfferText.data;
import static org.camquay.webrtc.negotiation.OfferText.video;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.peer.NoCommonCodecException;
import org.camquay.api.peer.PeerException;
import org.camquay.dtls.DtlsCertificate;
import org.camquay.sdp.Direction;
import org.camquay.sdp.Sdp;
import org.camquay.sdp.Setup;
import org.camquay.webrtc.send.ClipTrack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered to offers that other makes of peers write. */
class AnswerPlanTest {
    private static final LocalTransport LOCAL = new LocalTransport(
            new IceParameters("abcdefgh", "0123456789012345678901"),
            DtlsCertificate.generate(Clock.systemUTC()).fingerprint());
    private static final List<String> TWO = List.of("0", "1");

    private final Negotiation negotiation = new Negotiation(new SecureRandom());
    private RemoteTransport remote;

    private ClipTrack picture() {
        var codec = Codec.h264("42e01f");
        var track = new ClipTrack(new VideoFormat(codec, 64, 64, 30, false), codec);
        negotiation.add(new Transceiver(track, 1, 1001));
        return track;
    }

    private void sound() {
        var track = new ClipTrack(new AudioFormat(Codec.opus(), 48_000, 2), Codec.opus());
        negotiation.add(new Transceiver(track, 2, 1002));
    }

    private Sdp answer(String offer) throws PeerException {
        var sdp = Negotiation.parse(offer);
        remote = RemoteTransport.of(sdp, negotiation.takeOffer(sdp));
        return Negotiation.parse(negotiation.answer(LOCAL, Setup.PASSIVE).write());
    }

    private static List<String> sections(Sdp answer) {
        return answer.media().stream()
                .map(m -> m.rejected() ? "refused" : m.direction().word())
                .toList();
    }

    @Test
    void answer_soundAndPictureToAPictureAlone_keepsTheSoundInactiveInTheBundle() throws PeerException {
        picture();
        var answer = answer(bundle(TWO, audio("0"), video("1")));
        assertThat(sections(answer)).containsExactly("inactive", "sendonly");
        assertThat(answer.bundle()).containsExactly("0", "1");
        var idle = answer.media().get(0);
        assertThat(idle.payloadTypes()).containsExactly(111);
        assertThat(idle.rtpMap(111)).isPresent();
        assertThat(idle.transport().iceUfrag()).isEqualTo("abcdefgh");
        assertThat(idle.rtp().rtcpMux()).isTrue();
        assertThat(idle.ssrcs()).isEmpty();
    }

    @Test
    void answer_soundAndPictureToSoundAlone_keepsThePictureInactiveInTheBundle() throws PeerException {
        sound();
        var answer = answer(bundle(TWO, video("0"), audio("1")));
        assertThat(sections(answer)).containsExactly("inactive", "sendonly");
        assertThat(answer.bundle()).containsExactly("0", "1");
    }

    @Test
    void answer_codecNotInCommon_isRefused() throws PeerException {
        sound();
        var answer = answer(bundle(TWO, video("0", "a=rtpmap:96 VP8/90000\r\n"), audio("1")));
        assertThat(sections(answer)).containsExactly("refused", "sendonly");
        assertThat(answer.bundle()).containsExactly("1");
        // webrtcbin and aiortc want this of a refused section too, and werift its codecs
        assertThat(answer.media().get(0).transport().fingerprints()).hasSize(1);
        assertThat(answer.media().get(0).transport().iceUfrag()).isEqualTo("abcdefgh");
        assertThat(answer.media().get(0).rtpMap(96)).isPresent();
    }

    @Test
    void answer_twoPictures_sendsIntoTheFirstThatTakesIt() throws PeerException {
        picture();
        assertThat(sections(answer(bundle(TWO, video("0"), video("1"))))).containsExactly("sendonly", "inactive");
    }

    @Test
    void answer_firstPictureOfAnotherCodec_sendsIntoTheSecond() throws PeerException {
        picture();
        var offer = bundle(TWO, video("0", "a=rtpmap:96 VP8/90000\r\n"), video("1"));
        assertThat(sections(answer(offer))).containsExactly("refused", "sendonly");
    }

    @Test
    void answer_sendonlySection_isInactive() throws PeerException {
        sound();
        picture();
        var offer = bundle(TWO, audio("0").replace("recvonly", "sendonly"), video("1"));
        assertThat(sections(answer(offer))).containsExactly("inactive", "sendonly");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answer_withoutBundle_takesTheFirstAndRefusesTheOther(boolean mids) throws PeerException {
        sound();
        picture();
        var answer = answer(apart(audio(mids ? "a" : ""), video(mids ? "b" : "")));
        assertThat(sections(answer)).containsExactly("sendonly", "refused");
        assertThat(answer.groups()).isEmpty();
        assertThat(answer.media()).allMatch(m -> m.mid().isEmpty() != mids);
    }

    @Test
    void answer_withoutBundle_takesTheFirstThatCanBeSentInto() throws PeerException {
        picture();
        assertThat(sections(answer(apart(audio("a"), video("b"))))).containsExactly("refused", "sendonly");
    }

    @Test
    void answer_twoBundles_takesTheFirst() throws PeerException {
        sound();
        picture();
        var offer = bundle(List.of("0"), "a=group:BUNDLE 1\r\n", audio("0"), video("1"));
        var answer = answer(offer);
        assertThat(sections(answer)).containsExactly("sendonly", "refused");
        assertThat(answer.bundle()).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answer_bundleOnly_isTakenOverTheTaggedTransport(boolean said) throws PeerException {
        sound();
        picture();
        String second = bundleOnly(video("1"));
        var answer = answer(bundle(TWO, audio("0"), said ? second : second.replace("a=bundle-only\r\n", "")));
        assertThat(sections(answer)).containsExactly("sendonly", "sendonly");
        assertThat(remote.ice().usernameFragment()).isEqualTo("abcd");
    }

    @Test
    void answer_firstOnlySends_transportIsItsOwnNevertheless() throws PeerException {
        picture();
        var offer = bundle(TWO, audio("0").replace("recvonly", "sendonly"), bundleOnly(video("1")));
        assertThat(sections(answer(offer))).containsExactly("inactive", "sendonly");
        assertThat(remote.fingerprints()).hasSize(1);
    }

    @Test
    void answer_dataFirst_takesItsTransportAndRefusesIt() throws PeerException {
        picture();
        var answer = answer(bundle(TWO, data("0").replace("abcd\r\n", "data\r\n"), bundleOnly(video("1"))));
        assertThat(sections(answer)).containsExactly("refused", "sendonly");
        assertThat(answer.bundle()).containsExactly("1");
        assertThat(remote.ice().usernameFragment()).isEqualTo("data");
    }

    @Test
    void answer_taggedSectionIsNotTheFirst_transportIsThatOfTheTaggedOne() throws PeerException {
        sound();
        picture();
        String other = video("1").replace("abcd\r\n", "tagd\r\n");
        var answer = answer(bundle(List.of("1", "0"), audio("0"), other));
        assertThat(remote.ice().usernameFragment()).isEqualTo("tagd");
        assertThat(answer.bundle()).containsExactly("1", "0");
        assertThat(LocalCandidates.mid(answer)).isEqualTo("1");
    }

    @Test
    void answer_mediaOfAnUnknownKind_isRefusedByItsName() throws PeerException {
        picture();
        var answer = answer(
                bundle(TWO, video("0"), "m=metadata 9 UDP/TLS/RTP/SAVPF 107\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\n"));
        assertThat(sections(answer)).containsExactly("sendonly", "refused");
        assertThat(answer.media().get(1).kind().word()).isEqualTo("metadata");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=rtpmap:96 H264/90000\r\n",
                "a=rtpmap:96 h264/90000/\r\na=fmtp:96 profile-level-id=42E01F; level-asymmetry-allowed=1\r\n",
                "a=rtpmap:96 H264/90000\r\na=fmtp:96 level-asymmetry-allowed=1;profile-level-id=\r\n"
            })
    void answer_h264WithoutMode_isModeOne(String lines) throws PeerException {
        picture();
        assertThat(sections(answer(bundle(List.of("1"), video("1", lines))))).containsExactly("sendonly");
        assertThat(negotiation.transceivers().get(0).chosen().takesFragments()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1000, true", "3000, false"})
    void answer_h264OfModeZero_isSentIfItFits(int size, boolean fits) throws PeerException {
        var track = picture();
        track.push(true, size, (byte) 1, 0);
        track.push(false, 500, (byte) 2, 33_000);
        String offer = bundle(List.of("1"), video("1", OfferText.H264.replace("mode=1", "mode=0")));
        if (fits) {
            assertThat(answer(offer).media().get(0).fmtpLine(96)).contains("packetization-mode=0");
            var chosen = negotiation.transceivers().get(0).chosen();
            assertThat(chosen.takesFragments()).isFalse();
            assertThat(chosen.codec().sdpFmtpLine()).contains("packetization-mode=0");
        } else {
            assertThatThrownBy(() -> answer(offer))
                    .isInstanceOf(NoCommonCodecException.class)
                    .hasMessageContaining("packetization-mode 0");
        }
        assertThat(track.readers()).isZero();
    }

    @Test
    void answer_modeZeroOfALesserProfile_isSentAsTheSourceIs() throws PeerException {
        var codec = Codec.h264("640028");
        var track = new ClipTrack(new VideoFormat(codec, 64, 64, 30, false), codec);
        track.push(true, 1000, (byte) 1, 0);
        negotiation.add(new Transceiver(track, 1, 1001));
        answer(bundle(List.of("1"), video("1", OfferText.H264.replace("mode=1", "mode=0"))));
        assertThat(negotiation.transceivers().get(0).chosen().codec().sdpFmtpLine())
                .contains("profile-level-id=640028", "packetization-mode=0");
    }

    @Test
    void takeOffer_nothingToSendInto_isRefusedByTheCause() {
        picture();
        assertRefused(bundle(List.of("2"), data("2")), PeerException.class, "no section for sound or picture");
        assertRefused(
                bundle(List.of("1"), video("1").replace("recvonly", "sendonly")),
                PeerException.class,
                "sections are sendonly");
        assertRefused(
                bundle(List.of("1"), video("1").replace("recvonly", "inactive")),
                PeerException.class,
                "sections are inactive");
        assertRefused(apart(video("1").replace(" 9 ", " 0 ")), PeerException.class, "port is 0");
        assertRefused(bundle(List.of("0"), audio("0")), NoCommonCodecException.class, "asks for sound alone");
        assertRefused(
                bundle(List.of("1"), video("1", "a=rtpmap:96 AV1/90000\r\n")),
                NoCommonCodecException.class,
                "no codec in common with the offer; this stream can be sent as: video/H264");
        assertRefused(apart(), PeerException.class, "no section for sound or picture");
    }

    private void assertRefused(String offer, Class<? extends PeerException> type, String cause) {
        assertThatThrownBy(() -> negotiation.takeOffer(Negotiation.parse(offer)))
                .isExactlyInstanceOf(type)
                .hasMessageContaining(cause);
    }

    @Test
    void answer_opusOfOneChannel_isSent() throws PeerException {
        sound();
        var answer = answer(bundle(List.of("0"), audio("0", "a=rtpmap:111 opus/48000\r\na=fmtp:111\r\n")));
        assertThat(answer.media().get(0).direction()).isEqualTo(Direction.SENDONLY);
        assertThat(answer.write()).contains("a=rtpmap:111 opus/48000\r\n");
    }

    @Test
    void answer_again_keepsWhatWasAgreed() throws PeerException {
        sound();
        picture();
        var offer = bundle(TWO, video("0"), audio("1"));
        var first = answer(offer);
        var second = answer(offer.replace("abcd", "next"));
        assertThat(second.media()).isEqualTo(first.media());
        assertThat(remote.ice().usernameFragment()).isEqualTo("next");
    }
}
