// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.util.List;
import java.util.Optional;

/**
 * Which web pages may make a request. Browsers tell the page's origin wherever a page could do harm or read the answer (Fetch
 * §3.2); where they leave it out, those of today tell by {@code Sec-Fetch-Site} (W3C Fetch Metadata) whose idea the request
 * was. Pure.
 *
 * @param listed the web sites whose pages may use us
 */
record PageRule(List<String> listed) {
    /**
     * What a browser told of the page; a program tells nothing.
     *
     * @param origins values of {@code Origin}
     * @param site of {@code Sec-Fetch-Site}, empty when none
     * @param mode of {@code Sec-Fetch-Mode}, empty when none
     */
    record Told(List<String> origins, String site, String mode) {}

    /** @param onLoopback whether both ends of the connection are this machine */
    Optional<Refusal> refusal(Terms terms, String method, Told told, Caller caller, boolean onLoopback) {
        if (told.origins().size() > 1) {
            return Optional.of(new Refusal(400, "Origin is written more than once"));
        }
        boolean allowed = told.origins().isEmpty()
                ? isOwnIdea(terms, method, told)
                : isAllowed(told.origins().get(0), terms.pages(), caller, onLoopback);
        if (allowed) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                403,
                terms.pages() == Pages.OWN
                        ? "a web page of another site may not do this; use this server's own pages, or a program"
                        : "pages of this web site may not use this server; add the site to allowedOrigins of "
                                + Gate.class.getName()));
    }

    /** The value of {@code Access-Control-Allow-Origin} for a request that is allowed; empty for none. */
    String shared(Terms terms, Told told) {
        if (terms.pages() == Pages.OWN || told.origins().isEmpty()) {
            return "";
        }
        return listed.contains("*") ? "*" : told.origins().get(0);
    }

    /** Somebody who follows a link to a page of ours sees our page; nothing else comes from another site unsaid. */
    private static boolean isOwnIdea(Terms terms, String method, Told told) {
        boolean link = told.mode().equals("navigate") && (method.equals("GET") || method.equals("HEAD"));
        return !told.site().matches("(?i)cross-site|same-site") || link && terms.isOpen();
    }

    private boolean isAllowed(String origin, Pages pages, Caller caller, boolean onLoopback) {
        var page = Origin.parse(origin);
        var here = Authority.parse(caller.host()).map(host -> new Origin(caller.scheme(), host.with(caller.scheme())));
        if (page.isPresent() && page.equals(here)) {
            return true;
        }
        if (pages != Pages.OWN && Origin.isListed(origin, listed)) {
            return true;
        }
        return pages == Pages.LISTED_AND_LOCAL
                && onLoopback
                && page.isPresent()
                && page.get().authority().isLoopback();
    }
}
