// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.message;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a camera answers about the way of a track (RFC 2326 §12.39, RFC 7826 §18.54). Values that it does not tell are -1 or empty.
 *
 * @param tcp whether the packets come over the connection
 * @param channel of RTP there
 * @param rtcpChannel of RTCP there
 * @param port from which it sends RTP
 * @param rtcpPort from which it sends RTCP
 * @param source the address from which it sends
 */
public record Transport(boolean tcp, int channel, int rtcpChannel, int port, int rtcpPort, String source) {
    private static final int MAX_CHANNEL = 255;
    private static final int MAX_PORT = 65_535;

    private record Pair(int first, int second) {
        static Pair of(String text, int most) {
            int first = Numbers.parse(text);
            int dash = text.indexOf('-');
            int second = dash < 0 ? first + 1 : Numbers.parse(text.substring(dash + 1));
            boolean right = first >= 0 && first <= most;
            return new Pair(right ? first : -1, right && second >= 0 && second <= most ? second : -1);
        }
    }

    /** Reads the field of an answer; of several ways the first one. */
    public static Transport parse(String value) {
        Map<String, String> values = new HashMap<>();
        var parts = value.split(",", 2)[0].split(";");
        for (var part : parts) {
            int equals = part.indexOf('=');
            var name = (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            values.putIfAbsent(
                    name, equals < 0 ? "" : part.substring(equals + 1).strip());
        }
        var channels = Pair.of(values.getOrDefault("interleaved", ""), MAX_CHANNEL);
        var ports = Pair.of(values.getOrDefault("server_port", ""), MAX_PORT);
        boolean tcp = parts[0].strip().toUpperCase(Locale.ROOT).endsWith("/TCP") || values.containsKey("interleaved");
        return new Transport(
                tcp,
                channels.first,
                channels.second,
                ports.first,
                ports.second,
                Optional.ofNullable(values.get("source")).orElse(""));
    }

    /** What to ask for, over the connection. */
    public static String overTcp(int channel) {
        return "RTP/AVP/TCP;unicast;interleaved=" + channel + "-" + (channel + 1);
    }

    /** What to ask for, over UDP to two ports of ours. */
    public static String overUdp(int port, boolean rtsp2) {
        return rtsp2
                ? "RTP/AVP/UDP;unicast;dest_addr=\":" + port + "\"/\":" + (port + 1) + "\""
                : "RTP/AVP;unicast;client_port=" + port + "-" + (port + 1);
    }
}
