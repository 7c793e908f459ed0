// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages of ours within pages of others. */
class FrameTest {
    private static final List<String> ALLOWED = List.of("https://good.example");

    @Test
    void frame_inASiteThatIsNotAllowed_isForeign() {
        assertThat(new Frame("iframe", "cross-site", "https://evil.example/").isForeign(ALLOWED))
                .isTrue();
        assertThat(new Frame("object", "same-site", "https://evil.example/").isForeign(ALLOWED))
                .isTrue();
        assertThat(new Frame("iframe", "cross-site", null).isForeign(List.of())).isTrue();
    }

    @Test
    void frame_thatMayBeAllowed_isLeftToTheBrowser() {
        assertThat(new Frame("iframe", "cross-site", "https://good.example/").isForeign(ALLOWED))
                .isFalse();
        assertThat(new Frame("iframe", "cross-site", "::not a uri::").isForeign(ALLOWED))
                .isFalse();
        assertThat(new Frame("iframe", "cross-site", "https://evil.example/").isForeign(List.of("*")))
                .isFalse();
    }

    @Test
    void page_ofItsOwn_isNoFrame() {
        assertThat(new Frame("document", "cross-site", "https://evil.example/").isForeign(List.of()))
                .isFalse();
        assertThat(new Frame("iframe", "same-origin", null).isForeign(List.of()))
                .isFalse();
        assertThat(new Frame(null, null, null).isForeign(List.of())).isFalse();
    }
}
