// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import static org.camquay.itests.harness.Bidi.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A browser of its own profile, driven by WebDriver BiDi. */
public final class Browser implements AutoCloseable {
    private final List<String> console = new CopyOnWriteArrayList<>();
    private final AutoCloseable program;
    private final Bidi bidi;

    private Browser(BrowserProgram program) {
        this.program = program;
        this.bidi = new Bidi(program.url(), this::event);
        if (program.wantsSession()) {
            var session = object();
            session.putObject("capabilities");
            bidi.call("session.new", session);
        }
        var events = object();
        events.putArray("events").add("log.entryAdded");
        bidi.call("session.subscribe", events);
    }

    /** Debian's Chromium, headless, which plays sound without a click. */
    public static Browser chromium(String... moreFlags) {
        return chromium(Place.HERE, moreFlags);
    }

    /** The same in another place. */
    public static Browser chromium(Place place, String... moreFlags) {
        return new Browser(ChromiumProgram.start(place, true, List.of(moreFlags)));
    }

    /** Chromium with the policy of everyday life: sound only after a click. */
    public static Browser chromiumAskingForClick() {
        return new Browser(ChromiumProgram.start(Place.HERE, false, List.of()));
    }

    /** Debian's Firefox, headless. */
    public static Browser firefox() {
        return firefox(Place.HERE);
    }

    /** The same in another place. */
    public static Browser firefox(Place place) {
        return new Browser(FirefoxProgram.start(place));
    }

    /** An empty tab. */
    public Page page() {
        var tab = bidi.call("browsingContext.create", object().put("type", "tab"));
        String context = tab.path("context").asText();
        var viewport = object().put("context", context);
        viewport.putObject("viewport").put("width", 1280).put("height", 720);
        bidi.call("browsingContext.setViewport", viewport);
        return new Page(this, bidi, context);
    }

    /** What pages wrote to the console so far. */
    public List<String> console() {
        return List.copyOf(console);
    }

    private void event(String method, JsonNode params) {
        if (method.equals("log.entryAdded")) {
            console.add(
                    params.path("level").asText() + ": " + params.path("text").asText());
        }
    }

    @Override
    public void close() {
        bidi.close();
        try {
            program.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
