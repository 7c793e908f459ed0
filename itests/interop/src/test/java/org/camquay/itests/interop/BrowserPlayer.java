// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Product;
import org.camquay.testkit.outside.OutsideProgram;

/** A browser with one of its bundle policies. */
final class BrowserPlayer implements Player {
    /** In the order of making; browsers write data channels last. */
    private static final Map<String, String> SECTIONS =
            Map.of("av", "av", "va", "va", "vv", "vv", "nb", "av", "bo", "av", "data", "dav");

    private final Supplier<Browser> browser;
    private final List<OutsideProgram> programs;
    private final String policy;
    private final boolean sees;
    private final List<String> offers;

    private BrowserPlayer(
            Supplier<Browser> browser, List<OutsideProgram> programs, String policy, boolean sees, String... offers) {
        this.browser = browser;
        this.programs = programs;
        this.policy = policy;
        this.sees = sees;
        this.offers = List.of(offers);
    }

    /** Debian's Chromium. Under max-bundle its second section is bundle-only; it needs BUNDLE then. */
    static Player chromium(String policy, String... offers) {
        return new BrowserPlayer(
                Browser::chromium, List.of(OutsideProgram.CHROMIUM, OutsideProgram.CHROMEDRIVER), policy, true, offers);
    }

    /** Debian's Firefox, which has no H.264 on a machine without its plugin. */
    static Player firefox(String... offers) {
        return new BrowserPlayer(Browser::firefox, List.of(OutsideProgram.FIREFOX), "", false, offers);
    }

    @Override
    public void require() {
        OutsideProgram.require(programs.toArray(OutsideProgram[]::new));
    }

    @Override
    public List<String> offers() {
        return offers;
    }

    @Override
    public boolean sees() {
        return sees;
    }

    @Override
    public List<JsonNode> play(Product product, List<Cell> cells) {
        var reports = new ArrayList<JsonNode>();
        try (var program = browser.get();
                var page = program.page()) {
            page.open(product.api().uri("/play/nobody")).inject(BrowserPlayer.class, "offers.js");
            for (var cell : cells) {
                reports.add(page.evaluate("play('" + product.api().uri("/whep/" + cell.stream()) + "', '"
                        + SECTIONS.get(cell.offer()) + "', '" + cell.expected(sees) + "', {policy: '" + policy
                        + "', bundle: " + !cell.offer().equals("nb") + "})"));
            }
        }
        return reports;
    }
}
