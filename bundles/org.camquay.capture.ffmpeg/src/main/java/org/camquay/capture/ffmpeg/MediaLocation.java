// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;

/**
 * Where FFmpeg reads, and how.
 *
 * @param name how people call it: without user, password and query
 * @param scheme of the URI, in lower case
 * @param host to look up first, empty when there is none
 * @param url as FFmpeg takes it
 * @param inputFormat FFmpeg's name of the demuxer, empty when it is to find out
 * @param options of FFmpeg
 * @param loop whether a file begins again at its end
 */
record MediaLocation(
        String name,
        String scheme,
        String host,
        String url,
        String inputFormat,
        Map<String, String> options,
        boolean loop) {
    /** No playlists and image sequences: they name further files. */
    private static final String CONTAINERS =
            "mov,mp4,matroska,webm,mpegts,mpeg,flv,live_flv,avi,h264,hevc,mjpeg,mpjpeg,"
                    + "aac,ogg,wav,nut,yuv4mpegpipe,rtsp,video4linux2,v4l2";

    private static final Map<String, String> PROTOCOLS = Map.of(
            "rtsp", "rtsp,rtp,srtp,udp,tcp",
            "rtsps", "rtsps,rtsp,rtp,srtp,udp,tcp,tls",
            "rtmp", "rtmp,tcp",
            "rtmps", "rtmps,rtmp,tls,tcp",
            "srt", "srt",
            "http", "http,https,tls,tcp",
            "https", "https,http,tls,tcp",
            "udp", "udp",
            "file", "file",
            "v4l2", "file");

    private static final Pattern DEVICE = Pattern.compile("/dev/(video\\d+|v4l/by-(id|path)/[\\w.:+-]+)");
    private static final Pattern SIZE = Pattern.compile("\\d{1,5}x\\d{1,5}");
    private static final Pattern RATE = Pattern.compile("\\d{1,3}(\\.\\d{1,3})?(/\\d{1,4})?");
    private static final Pattern WORD = Pattern.compile("\\w{1,20}");

    /** Network buffers, so that a large key frame is not lost on its way. */
    private static final String SOCKET_BUFFER = "2097152";

    MediaLocation {
        options = Map.copyOf(options);
    }

    /** What a request asks for. */
    static MediaLocation of(CaptureRequest request, MediaFolder folder) throws CaptureException {
        URI uri = request.uri();
        String name = name(uri);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String protocols = PROTOCOLS.get(scheme);
        if (protocols == null) {
            throw new CaptureException(name + ": " + scheme + " is not a scheme of this driver; it takes "
                    + String.join(", ", PROTOCOLS.keySet().stream().sorted().toList()));
        }
        Map<String, String> options = new HashMap<>();
        options.put("protocol_whitelist", protocols);
        options.put("format_whitelist", CONTAINERS);
        return switch (scheme) {
            case "file" -> file(uri, name, folder, options);
            case "v4l2" -> device(uri, name, options);
            default -> network(uri, name, scheme, options);
        };
    }

    /** The URI as it may be shown; queries hold passwords as often as user information does. */
    static String name(URI uri) {
        String shown = CaptureRequest.redacted(uri);
        int query = shown.indexOf('?');
        return query < 0 ? shown : shown.substring(0, query);
    }

    private static MediaLocation file(URI uri, String name, MediaFolder folder, Map<String, String> options)
            throws CaptureException {
        String url = "file:" + folder.resolve(uri, name);
        boolean loop = Boolean.parseBoolean(query(uri).get("loop"));
        return new MediaLocation(name, "file", "", url, "", options, loop);
    }

    private static MediaLocation device(URI uri, String name, Map<String, String> options) throws CaptureException {
        String rest = uri.getSchemeSpecificPart();
        int at = rest.indexOf('?');
        String path = at < 0 ? rest : rest.substring(0, at);
        if (!DEVICE.matcher(path).matches()) {
            throw new CaptureException(name + ": is not a camera's device; write v4l2:/dev/video0");
        }
        Map<String, String> query = query(uri);
        put(options, "video_size", query.get("size"), SIZE, name);
        put(options, "framerate", query.get("fps"), RATE, name);
        put(options, "input_format", query.get("format"), WORD, name);
        return new MediaLocation(name, "v4l2", "", path, "v4l2", options, false);
    }

    private static void put(Map<String, String> options, String key, String value, Pattern pattern, String name)
            throws CaptureException {
        if (value == null) {
            return;
        }
        if (!pattern.matcher(value).matches()) {
            throw new CaptureException(
                    name + ": " + value + " cannot be; write ?size=1280x720&fps=30&format=mjpeg, for example");
        }
        options.put(key, value);
    }

    private static MediaLocation network(URI uri, String name, String scheme, Map<String, String> options)
            throws CaptureException {
        if (uri.isOpaque() || uri.getRawAuthority() == null) {
            throw new CaptureException(name + ": names no host; write " + scheme + "://host…");
        }
        switch (scheme) {
            case "rtsp", "rtsps" ->
                options.putAll(Map.of(
                        "allowed_media_types", "video+audio",
                        "max_delay", "200000",
                        // a parser would hold each picture until the next one begins, see AccessUnits
                        "fflags", "+noparse",
                        "buffer_size", SOCKET_BUFFER,
                        "user_agent", "Camquay"));
            case "rtmp", "rtmps" -> options.put("rtmp_live", "live");
            case "udp" -> {
                options.put("buffer_size", SOCKET_BUFFER);
                options.put("overrun_nonfatal", "1");
            }
            case "http", "https" -> options.put("user_agent", "Camquay");
            default -> {
                // srt takes its options from the URI's query
            }
        }
        boolean lookUp = !scheme.equals("udp") && uri.getHost() != null;
        return new MediaLocation(name, scheme, lookUp ? uri.getHost() : "", uri.toString(), "", options, false);
    }

    private static Map<String, String> query(URI uri) {
        String text = uri.getSchemeSpecificPart();
        Map<String, String> values = new HashMap<>();
        if (text.indexOf('?') >= 0) {
            for (String pair : text.substring(text.indexOf('?') + 1).split("&")) {
                int equals = pair.indexOf('=');
                values.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
        return values;
    }

    boolean isRtsp() {
        return scheme.startsWith("rtsp");
    }

    boolean isHttp() {
        return scheme.startsWith("http");
    }

    /** Whether its address holds a user. */
    boolean hasLogin() {
        String authority = URI.create(url).getRawAuthority();
        return authority != null && authority.indexOf('@') > 0;
    }

    boolean isFile() {
        return scheme.equals("file");
    }

    boolean isDevice() {
        return scheme.equals("v4l2");
    }

    /** The same with one more option. */
    MediaLocation with(String key, String value) {
        Map<String, String> more = new HashMap<>(options);
        more.put(key, value);
        return new MediaLocation(name, scheme, host, url, inputFormat, more, loop);
    }

    /** Without its address, which may hold a password. */
    @Override
    public String toString() {
        return name;
    }
}
