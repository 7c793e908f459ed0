// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import static org.camquay.itests.harness.Bidi.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/** One tab of a browser. */
public final class Page implements AutoCloseable {
    private final Browser browser;
    private final Bidi bidi;
    private final String context;

    Page(Browser browser, Bidi bidi, String context) {
        this.browser = browser;
        this.bidi = bidi;
        this.context = context;
    }

    /** Goes there and waits until it has loaded. */
    public Page open(URI url) {
        bidi.call(
                "browsingContext.navigate",
                object().put("context", context).put("url", url.toString()).put("wait", "complete"));
        return this;
    }

    /** The value of a JavaScript expression, awaited when it is a promise, as JSON. */
    public JsonNode evaluate(String expression) {
        var params = object().put("expression", "(async () => JSON.stringify((await (" + expression + ")) ?? null))()")
                .put("awaitPromise", true);
        params.putObject("target").put("context", context);
        var result = bidi.call("script.evaluate", params);
        if (!result.path("type").asText().equals("success")) {
            throw new AssertionError(
                    result.path("exceptionDetails").path("text").asText() + " in: " + expression);
        }
        try {
            return Bidi.JSON.readTree(result.path("result").path("value").asText("null"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the script of this name, which lies beside {@code beside}, in the page. */
    public Page inject(Class<?> beside, String name) {
        try (var script = beside.getResourceAsStream(name)) {
            var params = object().put("expression", new String(script.readAllBytes()))
                    .put("awaitPromise", true);
            params.putObject("target").put("context", context);
            var result = bidi.call("script.evaluate", params);
            if (!result.path("type").asText().equals("success")) {
                throw new AssertionError(name + ": " + result);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has that script run in each document of this tab that is opened from now on, before the document's own. */
    public Page preload(Class<?> beside, String name) {
        try (var script = beside.getResourceAsStream(name)) {
            var text = new String(script.readAllBytes());
            var params = object().put("functionDeclaration", "() => {\n" + text + "\n}");
            params.putArray("contexts").add(context);
            bidi.call("script.addPreloadScript", params);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until an expression has a value as wanted; a failure leaves a screenshot and names what the page shows. */
    public JsonNode await(String what, Duration limit, String expression, Predicate<JsonNode> wanted) {
        try {
            return Await.value(what, limit, () -> evaluate(expression), wanted);
        } catch (AssertionError e) {
            screenshot("failed-" + what.replaceAll("\\W+", "-"));
            throw new AssertionError(
                    e.getMessage() + "; page: " + evaluate("document.body.innerText") + "; console: "
                            + browser.console(),
                    e);
        }
    }

    /** A real click, as of a mouse, in the middle of the element. */
    public void click(String selector) {
        var box = evaluate("(() => { const r = document.querySelector('" + selector
                + "').getBoundingClientRect(); return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })()");
        var params = object().put("context", context);
        var pointer =
                params.putArray("actions").addObject().put("type", "pointer").put("id", "mouse");
        var steps = pointer.putArray("actions");
        steps.addObject()
                .put("type", "pointerMove")
                .put("x", box.path("x").asInt())
                .put("y", box.path("y").asInt());
        steps.addObject().put("type", "pointerDown").put("button", 0);
        steps.addObject().put("type", "pointerUp").put("button", 0);
        bidi.call("input.performActions", params);
    }

    /** What the page looks like, as {@code target/screenshots/NAME.png}. */
    public Path screenshot(String name) {
        var picture = bidi.call("browsingContext.captureScreenshot", object().put("context", context));
        var file = Workspace.target("screenshots").resolve(name + ".png");
        try {
            return Files.write(
                    file, Base64.getDecoder().decode(picture.path("data").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the browser's pages wrote to the console so far. */
    public List<String> console() {
        return browser.console();
    }

    @Override
    public void close() {
        bidi.call("browsingContext.close", object().put("context", context));
    }
}
