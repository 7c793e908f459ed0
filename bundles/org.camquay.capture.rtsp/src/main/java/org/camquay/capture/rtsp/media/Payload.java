// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.rtp.aac.AudioSpecificConfig;
import org.camquay.rtp.aac.LatmConfig;
import org.camquay.rtp.nal.NalSyntax;
import org.camquay.rtp.receive.AacAssembly;
import org.camquay.rtp.receive.FrameAssembly;
import org.camquay.rtp.receive.FrameOutput;
import org.camquay.rtp.receive.LatmAssembly;
import org.camquay.rtp.receive.NalAssembly;
import org.camquay.rtp.receive.PacketAssembly;
import org.camquay.sdp.Fmtp;
import org.camquay.sdp.MediaDescription;
import org.camquay.sdp.RtpMap;

/**
 * What a payload type of a section is. Pure.
 *
 * @param map its encoding, by a line of the description or by RFC 3551 §6
 */
record Payload(MediaDescription section, int type, RtpMap map) {
    private static final int CD_RATE = 44_100;
    private static final int OPUS_RATE = 48_000;
    private static final int MOST_CHANNELS = 8;
    private static final int AAC_LC = 2;
    private static final int[] AAC_RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };

    /** The encoding of a payload type; empty if the description does not say. */
    static Optional<Payload> of(MediaDescription section, int type) {
        return section.rtpMap(type).or(() -> ofStatic(type)).map(map -> new Payload(section, type, map));
    }

    private static Optional<RtpMap> ofStatic(int type) {
        return switch (type) {
            case 2 -> Optional.of(new RtpMap(type, "G726-32", 8000, 1));
            case 3 -> Optional.of(new RtpMap(type, "GSM", 8000, 1));
            case 4 -> Optional.of(new RtpMap(type, "G723", 8000, 1));
            case 9 -> Optional.of(new RtpMap(type, "G722", 8000, 1));
            case 10 -> Optional.of(new RtpMap(type, "L16", CD_RATE, 2));
            case 11 -> Optional.of(new RtpMap(type, "L16", CD_RATE, 1));
            case 14 -> Optional.of(new RtpMap(type, "MPA", 90_000, 1));
            case 18 -> Optional.of(new RtpMap(type, "G729", 8000, 1));
            case 26 -> Optional.of(new RtpMap(type, "JPEG", 90_000, 1));
            case 32 -> Optional.of(new RtpMap(type, "MPV", 90_000, 1));
            case 33 -> Optional.of(new RtpMap(type, "MP2T", 90_000, 1));
            default -> Optional.empty();
        };
    }

    /** As {@code video/H264}, in the letters of {@link #isSupported}. */
    private String name() {
        return section.kind().word() + "/" + map.encodingName().toUpperCase(Locale.ROOT);
    }

    boolean isPicture() {
        return section.kind().word().equals("video");
    }

    /** Whether frames can be made of it. */
    boolean isSupported() {
        return switch (name()) {
            case "video/H264", "video/H265", "audio/OPUS" -> true;
            case "audio/PCMU", "audio/PCMA", "audio/L16" -> map.channels() <= MOST_CHANNELS;
            case "audio/MPEG4-GENERIC", "audio/MP4A-LATM" -> aac().isPresent();
            default -> false;
        };
    }

    /** What puts its frames together. */
    FrameAssembly assembly(FrameOutput output) {
        return switch (name()) {
            case "video/H264" -> new NalAssembly(NalSyntax.H264, output);
            case "video/H265" -> new NalAssembly(NalSyntax.H265, output);
            case "audio/OPUS" -> PacketAssembly.ofOpus(output);
            case "audio/L16" -> PacketAssembly.ofSamples(2 * map.channels(), output);
            case "audio/MPEG4-GENERIC" -> new AacAssembly(this::parameter, aacTicks(), output);
            case "audio/MP4A-LATM" -> new LatmAssembly(aacTicks(), output);
            default -> PacketAssembly.ofSamples(map.channels(), output);
        };
    }

    /** What reads them. */
    FrameReader reader() {
        return switch (name()) {
            case "video/H264" -> new PictureReader(NalSyntax.H264, sets("sprop-parameter-sets"), frameRate());
            case "video/H265" ->
                new PictureReader(NalSyntax.H265, sets("sprop-vps", "sprop-sps", "sprop-pps"), frameRate());
            case "audio/OPUS" -> new SoundReader(new AudioFormat(Codec.opus(), OPUS_RATE, 2));
            case "audio/MPEG4-GENERIC", "audio/MP4A-LATM" -> new SoundReader(aac().orElseThrow());
            default -> new SoundReader(plain("audio/" + map.encodingName().toUpperCase(Locale.ROOT)));
        };
    }

    private AudioFormat plain(String mimeType) {
        int rate = map.clockRate();
        return new AudioFormat(Codec.audio(mimeType, rate, map.channels()), rate, map.channels());
    }

    private Optional<String> parameter(String name) {
        return Fmtp.parameter(section.fmtpLine(type), name);
    }

    private double frameRate() {
        var told = section.attribute("framerate").orElse("").strip();
        return told.matches("\\d{1,3}(\\.\\d{1,6})?") ? Double.parseDouble(told) : 0;
    }

    /** RFC 6184 §8.1, RFC 7798 §7.1; cameras write them with spaces, and cut. */
    private byte[] sets(String... names) {
        var joined = new ByteArrayOutputStream();
        for (var name : names) {
            for (var text : parameter(name).orElse("").split(",")) {
                var unit = decoded(text.strip());
                if (unit.length > 0) {
                    joined.writeBytes(new byte[] {0, 0, 0, 1});
                    joined.writeBytes(unit);
                }
            }
        }
        return joined.toByteArray();
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] configuration() {
        return name().equals("audio/MP4A-LATM") ? latm() : plainAac();
    }

    /** Without it in the description, it stands in the packets, at any bit, which no camera was seen to do. */
    private byte[] latm() {
        var text = parameter("config").orElse("");
        boolean told = parameter("cpresent").orElse("1").equals("0");
        if (!told || !text.matches("([0-9A-Fa-f]{2}){2,256}")) {
            return new byte[0];
        }
        return LatmConfig.parse(ByteBuffer.wrap(HexFormat.of().parseHex(text)))
                .map(LatmConfig::description)
                .map(Payload::bytes)
                .orElse(new byte[0]);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private byte[] plainAac() {
        var text = parameter("config").orElse("").replace("\"", "");
        if (text.length() >= 4 && text.length() % 2 == 0 && text.matches("[0-9A-Fa-f]{4,512}")) {
            return HexFormat.of().parseHex(text);
        }
        for (int index = 0; index < AAC_RATES.length; index++) {
            if (AAC_RATES[index] == map.clockRate()) {
                return new byte[] {
                    (byte) (AAC_LC << 3 | index >> 1), (byte) (index << 7 | Math.min(7, map.channels()) << 3)
                };
            }
        }
        return new byte[0];
    }

    /** The format of AAC; empty for another stream of MPEG-4, or one without a rate. */
    private Optional<AudioFormat> aac() {
        var config = configuration();
        boolean sound =
                parameter("mode").orElse("AAC-hbr").toUpperCase(Locale.ROOT).startsWith("AAC");
        return AudioSpecificConfig.parse(ByteBuffer.wrap(config))
                .filter(told -> sound)
                .map(told -> {
                    int channels = told.channels() > 0 ? told.channels() : map.channels();
                    var codec = Codec.audio(Codec.AAC, told.sampleRate(), channels);
                    return new AudioFormat(codec, told.sampleRate(), channels, ByteBuffer.wrap(config));
                });
    }

    private double aacTicks() {
        var told = AudioSpecificConfig.parse(ByteBuffer.wrap(configuration())).orElseThrow();
        return (double) told.frameSamples() * map.clockRate() / told.sampleRate();
    }
}
