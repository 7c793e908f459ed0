// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import org.camquay.itests.harness.Page;

/** The longest time between two pictures on a page, from when it is first looked at. */
final class Gap {
    private static final String BEGIN = """
            (() => {
              const video = document.querySelector('video');
              window.gap = { last: performance.now(), longest: 0 };
              const next = (now) => {
                window.gap.longest = Math.max(window.gap.longest, now - window.gap.last);
                window.gap.last = now;
                video.requestVideoFrameCallback(next);
              };
              video.requestVideoFrameCallback(next);
              return true;
            })()""";

    private final Page page;

    private Gap(Page page) {
        this.page = page;
    }

    /** Begins to look. */
    static Gap on(Page page) {
        page.evaluate(BEGIN);
        return new Gap(page);
    }

    /** Milliseconds, also those since the last picture. */
    long longest() {
        return page.evaluate("Math.round(Math.max(window.gap.longest, performance.now() - window.gap.last))")
                .asLong();
    }

    /** For a sentence on what was seen. */
    @Override
    public String toString() {
        return "; longest time between two pictures " + longest() + " ms";
    }
}
