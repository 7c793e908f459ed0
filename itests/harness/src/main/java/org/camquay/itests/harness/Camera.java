// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.util.List;
import java.util.regex.Pattern;

/** An RTSP camera: GStreamer's server, run by {@code itests/camera/ipcam.py}. Its user is cam. */
public final class Camera implements AutoCloseable {
    /** Must never be seen again in a reply, a page or a log. */
    public static final String PASSWORD = "s3cret";

    private static final Pattern LISTENING = Pattern.compile("(?m)^rtsp (\\S+) (\\d+)$");

    private final Spoken process;
    private final int port;

    private Camera(int port) {
        Tools.require("gst-rtsp-server");
        process = new Spoken(
                "camera",
                List.of(
                        Tools.python().toString(),
                        Workspace.root().resolve("itests/camera/ipcam.py").toString(),
                        "--port",
                        "" + port,
                        "--auth",
                        "digest"));
        try {
            this.port = Integer.parseInt(process.await(LISTENING).group(2));
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    /** One that asks for a digest, on a free port. */
    public static Camera start() {
        return new Camera(0);
    }

    /** As {@link #start()}, where another one was. */
    public static Camera start(int port) {
        return new Camera(port);
    }

    public int port() {
        return port;
    }

    /** The address of a stream, with user and password. */
    public String url(String path) {
        return url(path, PASSWORD);
    }

    /** The address of a stream, with a password of one's own. */
    public String url(String path, String password) {
        return "rtsp://cam:" + password + "@127.0.0.1:" + port + path;
    }

    @Override
    public void close() {
        process.close();
    }
}
