// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Where a page of ours is to be shown within a page of another site, as browsers tell (W3C Fetch Metadata). A browser itself
 * keeps to {@code frame-ancestors}, but says nothing that a viewer understands: so such a frame gets a page that does. Pure.
 *
 * @param dest {@code Sec-Fetch-Dest}, or null
 * @param site {@code Sec-Fetch-Site}, or null
 * @param referer {@code Referer}, or null
 */
record Frame(String dest, String site, String referer) {
    private static final Set<String> FRAMES = Set.of("iframe", "frame", "embed", "object");
    private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");

    /** Whether the site around it is none of those that are allowed, as far as can be known. */
    boolean isForeign(List<String> allowedOrigins) {
        if (dest == null || site == null || !FRAMES.contains(dest) || !FOREIGN.contains(site)) {
            return false;
        }
        return allowedOrigins.isEmpty()
                || !allowedOrigins.contains("*") && !origin().isEmpty() && !allowedOrigins.contains(origin());
    }

    private String origin() {
        try {
            var uri = URI.create(referer == null ? "" : referer);
            return uri.getRawAuthority() == null ? "" : uri.getScheme() + "://" + uri.getRawAuthority();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
