// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Descriptions taken from browsers and GStreamer, and one by hand with session-level values. */
final class Samples {
    static final List<String> ALL = List.of(
            "chromium-156-whep-offer",
            "chromium-156-send-offer",
            "chromium-156-answer",
            "firefox-153-whep-offer",
            "firefox-153-send-offer",
            "firefox-153-answer",
            "gstreamer-1.22-offer",
            "session-level-offer");

    private Samples() {}

    static String text(String name) {
        try (var in = Samples.class.getResourceAsStream(name + ".sdp")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Sdp read(String name) {
        return ok(SdpParser.parse(text(name)));
    }

    static Sdp ok(SdpResult result) {
        assertThat(result).isInstanceOf(SdpResult.Ok.class);
        return ((SdpResult.Ok) result).sdp();
    }
}
