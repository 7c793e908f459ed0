// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The table of all that is known of a payload format: what is not in it can be neither offered nor taken. A new format is
 * a new row. Immutable.
 *
 * @param mimeType for example {@code video/H264}; compared without regard to case
 * @param clockRate of the RTP clock, in hertz
 * @param channels that an {@code a=rtpmap} must name; 0 if its number does not matter
 * @param payloadType in our offers: static (RFC 3551 §6), or the first of those used for it
 * @param retransmitted whether what is lost is sent again (RFC 4588)
 * @param feedback in our offers, values of {@code a=rtcp-fb} (RFC 4585 §4.2, RFC 8888 §6)
 * @param match of a receiver's format parameters with those of what is sent
 * @param descriptions the format parameters under which something is offered, best first
 * @param takesFragments whether a receiver with these format parameters takes frames cut into more than one packet
 * @param unfragmented the same format parameters for one that does not
 * @param packetizer by the receiver's format parameters
 * @param depacketizer a new one for each incoming stream
 */
public record PayloadFormat(
        String mimeType,
        int clockRate,
        int channels,
        int payloadType,
        boolean retransmitted,
        List<String> feedback,
        ParameterMatch match,
        Function<String, List<String>> descriptions,
        Predicate<String> takesFragments,
        UnaryOperator<String> unfragmented,
        Function<String, RtpPacketizer> packetizer,
        Supplier<RtpDepacketizer> depacketizer) {
    private static final String TRANSPORT_WIDE = "transport-cc";
    private static final String BY_STREAMS = "ack ccfb";

    /** All there are, pictures first. */
    public static final List<PayloadFormat> ALL = List.of(
            new PayloadFormat(
                    "video/H264",
                    90_000,
                    1,
                    96,
                    true,
                    List.of("nack", "nack pli", "ccm fir", "goog-remb", TRANSPORT_WIDE, BY_STREAMS),
                    H264Parameters::rank,
                    H264Parameters::descriptions,
                    H264Parameters::takesFragments,
                    line -> H264Parameters.withMode(line, 0),
                    H264Parameters::packetizer,
                    H264Depacketizer::new),
            // RFC 7587 §7 demands two channels; a missing number means one, and the same stream
            audio("audio/opus", OpusPacketizer.CLOCK_RATE, 0, 111, new OpusPacketizer()),
            audio("audio/PCMU", 8_000, 1, 0, new G711Packetizer()),
            audio("audio/PCMA", 8_000, 1, 8, new G711Packetizer()));

    public PayloadFormat {
        feedback = List.copyOf(feedback);
    }

    private static PayloadFormat audio(
            String mimeType, int clockRate, int channels, int payloadType, RtpPacketizer packetizer) {
        return new PayloadFormat(
                mimeType,
                clockRate,
                channels,
                payloadType,
                false,
                List.of(TRANSPORT_WIDE, BY_STREAMS),
                (receiver, source) -> 0,
                List::of,
                receiver -> true,
                UnaryOperator.identity(),
                receiver -> packetizer,
                AudioDepacketizer::new);
    }

    /** The row of a media type; empty if there is none. */
    public static Optional<PayloadFormat> of(String mimeType) {
        return ALL.stream().filter(f -> f.mimeType.equalsIgnoreCase(mimeType)).findFirst();
    }

    /** The row of what an {@code a=rtpmap} names; empty if there is none. */
    public static Optional<PayloadFormat> of(String media, String encodingName, int clockRate, int channels) {
        return of(media + "/" + encodingName)
                .filter(f -> f.clockRate == clockRate && (f.channels == 0 || f.channels == channels));
    }
}
