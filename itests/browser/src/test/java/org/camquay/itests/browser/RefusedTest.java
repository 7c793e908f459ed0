// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.camquay.itests.harness.Api;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Page;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.Workspace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What viewers read who are not let in: a sentence each, in Chromium and Firefox. Only Chromium ever plays here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedTest {
    private Product product;
    private Browser chromium;
    private Browser firefox;
    private Api admin;

    @BeforeAll
    void open() throws IOException {
        var etc = Workspace.temporary("etc");
        Files.writeString(etc.resolve("org.camquay.rendezvous.SignalingServlet.cfg"), "maxViewersPerRoom = 1\n");
        product = Product.demo(etc, "--tokens");
        admin = product.administrator();
        chromium = Browser.chromium();
        firefox = Browser.firefox();
    }

    @AfterAll
    void close() throws Exception {
        for (var resource : new AutoCloseable[] {firefox, chromium, product}) {
            if (resource != null) {
                resource.close();
            }
        }
    }

    private String ticket(String... words) {
        return admin.data("addToken", words).path("token").asText();
    }

    /** Both browsers show one sentence with these words, for good, and ask the server no more. */
    private void refused(String name, String path, String words) {
        for (var browser : Map.of("chromium", chromium, "firefox", firefox).entrySet()) {
            try (var player = PlayerPage.open(browser.getValue(), product, path)) {
                player.becomes("refused").screenshot("refused-" + name + "-" + browser.getKey());
                var page = player.page();
                assertThat(page.evaluate("document.querySelector('#state').textContent")
                                .asText())
                        .isEqualTo("No entry");
                var reason = page.evaluate("document.querySelector('#reason').textContent")
                        .asText();
                assertThat(reason.strip()).contains(words).matches("[A-Z][^.!?]*[.]");
                var count = "performance.getEntriesByType('resource').length";
                var before = page.evaluate(count);
                page.evaluate("new Promise((done) => setTimeout(done, 1500))");
                assertThat(page.evaluate("player.state").asText()).isEqualTo("refused");
                assertThat(page.evaluate(count)).isEqualTo(before);
            }
        }
    }

    @Test
    void page_withoutTicket_saysThatOneIsNeeded() {
        refused("no-ticket", "demo", "A ticket is needed");
    }

    @Test
    void page_withTicketThatExpired_saysSo() {
        var expired = ticket("roomID=demo", "seconds=1", "subject=late");
        Await.value(
                "the ticket expires",
                PlayerPage.PATIENCE,
                () -> admin.data("listTokens"),
                tokens -> !tokens.toString().contains("late"));
        refused("expired", "demo#token=" + expired, "has expired");
    }

    @Test
    void page_withTicketThatWasDeleted_saysSo() {
        var made = admin.data("addToken", "roomID=demo");
        admin.data("delToken", "id=" + made.path("id").asText());
        refused("deleted", "demo#token=" + made.path("token").asText(), "has been withdrawn");
    }

    @Test
    void page_withTicketOfAnotherRoomOrStream_saysSo() {
        refused("wrong-room", "demo#token=" + ticket("roomID=garage"), "for another room");
        var streams = ticket("roomID=demo", "streams=demo");
        refused("wrong-stream", "demo?stream=attic#token=" + streams, "does not admit to this stream");
    }

    @Test
    void page_withNonsenseForATicket_saysSo() {
        refused("nonsense", "demo#token=letmein", "not a ticket that can be read");
    }

    @Test
    void page_withTicketOfSomebodyElse_saysSo_whileTheFirstUserMayReload() {
        var ticket = ticket("roomID=demo", "singleUse=1");
        try (var player = PlayerPage.open(chromium, product, "demo#token=" + ticket)) {
            player.becomes("live");
            try (var thief = PlayerPage.open(firefox, product, "demo#token=" + ticket)) {
                thief.becomes("refused").screenshot("refused-used-firefox");
                assertThat(thief.words()).contains("used by somebody else");
            }
            loadedAnew(player.page(), "location.reload()");
            player.becomes("live").decodes(5);
        }
        firefoxFirst();
    }

    /** The other way round; the ticket is used although Firefox may show no picture here. */
    private void firefoxFirst() {
        var ticket = ticket("roomID=demo", "singleUse=1", "subject=first");
        try (var first = PlayerPage.open(firefox, product, "demo#token=" + ticket)) {
            Await.value("the ticket is used", PlayerPage.PATIENCE, () -> used("first"), when -> !when.isEmpty());
            first.page().evaluate("player.stop()");
            try (var thief = PlayerPage.open(chromium, product, "demo#token=" + ticket)) {
                thief.becomes("refused").screenshot("refused-used-chromium");
                assertThat(thief.words()).contains("used by somebody else");
            }
        }
    }

    /** Has the page load its document anew; while it does, it has none that could be asked. */
    private static void loadedAnew(Page page, String action) {
        page.evaluate("(globalThis.old = 1, setTimeout(() => { " + action + " }, 100), 1)");
        Await.value(
                "a new document",
                PlayerPage.PATIENCE,
                () -> {
                    try {
                        return page.evaluate("globalThis.old ?? 0").asInt();
                    } catch (AssertionError | RuntimeException e) {
                        return 1;
                    }
                },
                old -> old == 0);
    }

    private String used(String subject) {
        for (JsonNode token : admin.data("listTokens")) {
            if (token.path("subject").asText().equals(subject)) {
                return token.path("used").asText();
            }
        }
        return "";
    }

    @Test
    void page_ofAFullRoom_saysSoAndStartsWhenThereIsRoom() {
        var ticket = ticket("roomID=demo");
        try (var second = PlayerPage.open(chromium, product, "demo")) {
            try (var first = PlayerPage.open(chromium, product, "demo#token=" + ticket)) {
                first.becomes("live");
                for (var browser :
                        Map.of("chromium", chromium, "firefox", firefox).entrySet()) {
                    try (var late = PlayerPage.open(browser.getValue(), product, "demo#token=" + ticket)) {
                        // It tries again, and says so, again and again.
                        var said = late.page()
                                .await(
                                        "the page says that the room is full",
                                        PlayerPage.PATIENCE,
                                        "document.querySelector('#reason').textContent",
                                        words -> words.asText().contains("is full"));
                        late.screenshot("full-" + browser.getKey());
                        assertThat(said.asText()).endsWith("Trying again by itself.");
                    }
                }
            }
            // Only what follows the # changes: the page takes the new ticket without being opened anew.
            loadedAnew(second.page(), "location.hash = 'token=" + ticket + "'");
            second.becomes("live");
        }
    }

    @Test
    void player_onAPageOfAnotherSite_saysThatTheSiteMayNotShowIt() throws IOException {
        try (var site = new OtherSite(product.url(), ticket("roomID=demo"))) {
            for (var browser : Map.of("chromium", chromium, "firefox", firefox).entrySet()) {
                try (Page page = browser.getValue().page().open(site.url())) {
                    page.await(
                            "the player is refused",
                            PlayerPage.PATIENCE,
                            "globalThis.player?.state ?? ''",
                            state -> state.asText().equals("refused"));
                    page.screenshot("refused-embedding-" + browser.getKey());
                    assertThat(page.evaluate("document.body.innerText").asText())
                            .contains("This web site may not show cameras of that server");
                }
                try (Page page = browser.getValue().page().open(site.frame())) {
                    assertThat(page.evaluate("document.querySelector('iframe').contentDocument === null")
                                    .asBoolean())
                            .as("a page of another origin stands in the frame")
                            .isTrue();
                    page.screenshot("refused-frame-" + browser.getKey());
                }
            }
        }
    }

    @Test
    void ticket_isInNoAddressAndNoLog() {
        var ticket = ticket("roomID=demo");
        try (var player = PlayerPage.open(chromium, product, "demo#token=" + ticket)) {
            player.becomes("live");
            assertThat(player.page()
                            .evaluate("performance.getEntriesByType('resource').map(r => r.name).join(' ')")
                            .asText())
                    .doesNotContain(ticket);
        }
        assertThat(product.log()).doesNotContain(ticket).contains("audit: token added");
        assertThat(List.of(ticket.split("[.]"))).hasSize(3);
    }
}
