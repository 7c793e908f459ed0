// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.camquay.api.access.AccessRequest.Kind;
import org.camquay.api.access.AccessRequest.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageRuleTest {
    private final PageRule rule = new PageRule(List.of("https://player.example"));

    private static Terms terms(Pages pages) {
        return Terms.needs(Scope.VIEW, Kind.STREAM, "demo").forPages(pages);
    }

    /** {@code here} is scheme and host as the client sees them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            OWN              | http localhost:4545   | http://localhost:4545   | yes
            OWN              | http localhost        | http://localhost:80     | yes
            OWN              | https cam             | https://CAM             | yes
            OWN              | https cam:443         | https://cam             | yes
            OWN              | http [::1]:4545       | http://[::1]:4545       | yes
            OWN              | http cam              | https://cam             | no
            OWN              | http localhost:4545   | http://localhost:3000   | no
            OWN              | http localhost:4545   | http://127.0.0.1:4545   | no
            OWN              | http localhost:4545   | https://player.example  | no
            LISTED           | http localhost:4545   | https://player.example  | yes
            LISTED           | http localhost:4545   | https://player.example:443 | yes
            LISTED           | http localhost:4545   | http://player.example   | no
            LISTED           | http localhost:4545   | https://player.example.evil | no
            LISTED           | http localhost:4545   | https://a.player.example | no
            LISTED           | http localhost:4545   | http://localhost:3000   | no
            LISTED           | http localhost:4545   | null                    | no
            LISTED           | http localhost:4545   | chrome-extension://abc  | no
            LISTED           | http localhost:4545   | file://                 | no
            LISTED           | http localhost:4545   | https://player.example/ | no
            LISTED           | http localhost:4545   | https://player.example https://evil | no
            LISTED_AND_LOCAL | http localhost:4545   | http://127.0.0.1:3000   | yes
            LISTED_AND_LOCAL | http 192.0.2.1:4545   | http://127.0.0.1:3000   | far
            LISTED_AND_LOCAL | http localhost:4545   | http://127.0.0.1.evil   | no
            LISTED_AND_LOCAL | http localhost:4545   | null                    | no
            """)
    void refusal_pageTellsItsOrigin_isAllowedIfItIsOneOfThose(Pages pages, String here, String origin, String may) {
        String[] part = here.split(" ");
        var caller = new Caller("127.0.0.1", part[0], part[1]);
        var told = new PageRule.Told(List.of(origin), "cross-site", "cors");
        assertThat(rule.refusal(terms(pages), "POST", told, caller, true).isEmpty())
                .as("on loopback")
                .isEqualTo(!may.equals("no"));
        assertThat(rule.refusal(terms(pages), "POST", told, caller, false).isEmpty())
                .as("from afar")
                .isEqualTo(may.equals("yes") && !origin.contains("127.0.0.1:3000"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | open  |             |          | true
            POST | token |             |          | true
            POST | token | same-origin | cors     | true
            GET  | token | none        | navigate | true
            POST | token | cross-site  | no-cors  | false
            POST | token | cross-site  | navigate | false
            POST | token | same-site   | no-cors  | false
            GET  | token | cross-site  | navigate | false
            GET  | open  | cross-site  | navigate | true
            HEAD | open  | same-site   | navigate | true
            POST | open  | cross-site  | navigate | false
            GET  | open  | cross-site  | no-cors  | false
            GET  | open  | cross-site  | websocket | false
            GET  | open  | Cross-Site  | no-cors  | false
            """)
    void refusal_noOriginButAnotherSitesIdea_isALinkOrRefused(
            String method, String asks, String site, String mode, boolean allowed) {
        var told = new PageRule.Told(List.of(), site == null ? "" : site, mode == null ? "" : mode);
        var terms = asks.equals("open") ? Terms.open() : terms(Pages.LISTED);
        var caller = new Caller("127.0.0.1", "http", "localhost:4545");
        assertThat(rule.refusal(terms, method, told, caller, true).isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"OWN,a,''", "LISTED,a,a", "LISTED,,''"})
    void shared_originThatIsAllowed_isEchoed(Pages pages, String origin, String shared) {
        var told = new PageRule.Told(
                Arrays.stream(new String[] {origin}).filter(o -> o != null).toList(), "", "");
        assertThat(rule.shared(terms(pages), told)).isEqualTo(shared);
        var any = new PageRule(List.of("*")).shared(terms(pages), told);
        assertThat(any).isEqualTo(shared.isEmpty() ? "" : "*");
    }
}
