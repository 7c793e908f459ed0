// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.camquay.api.capture.CaptureException;

/** The native libraries, loaded with the first source that is opened. Thread: any. */
final class Ffmpeg {
    private static final int MESSAGE_SIZE = 128;
    private static boolean loaded;
    private static boolean devicesLoaded;

    private Ffmpeg() {}

    /** Loads the libraries, in one order and one thread, so that their class initializers cannot wait for each other. */
    static synchronized void load() throws CaptureException {
        if (loaded) {
            return;
        }
        try {
            Loader.load(avutil.class);
            Loader.load(swresample.class);
            Loader.load(swscale.class);
            Loader.load(avcodec.class);
            Loader.load(avformat.class);
            // FFmpeg writes what it finds odd to standard error, and addresses with passwords among it
            avutil.av_log_set_level(avutil.AV_LOG_FATAL);
            avformat.avformat_network_init();
        } catch (LinkageError e) {
            throw new CaptureException(
                    "FFmpeg cannot be loaded on " + platform() + "; install the bundle org.camquay.lib.javacv."
                            + platform(),
                    e);
        }
        loaded = true;
    }

    /** Loads what V4L2 needs besides. */
    static synchronized void loadDevices() throws CaptureException {
        load();
        if (devicesLoaded) {
            return;
        }
        try {
            Loader.load(avdevice.class);
            avdevice.avdevice_register_all();
        } catch (LinkageError e) {
            throw new CaptureException(
                    "FFmpeg's device library cannot be loaded; it needs libasound2, libpulse0, libxcb1 and libxcb-shm0",
                    e);
        }
        devicesLoaded = true;
    }

    private static String platform() {
        String arch = System.getProperty("os.arch");
        return System.getProperty("os.name").toLowerCase(Locale.ROOT) + "-"
                + switch (arch) {
                    case "amd64" -> "x86_64";
                    case "aarch64" -> "arm64";
                    default -> arch;
                };
    }

    /** FFmpeg's words for an error code. */
    static String message(int error) {
        byte[] text = new byte[MESSAGE_SIZE];
        avutil.av_strerror(error, text, MESSAGE_SIZE);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.US_ASCII);
    }
}
