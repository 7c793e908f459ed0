// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import org.camquay.api.access.AccessRequest.Kind;
import org.camquay.api.access.AccessRequest.Scope;

/**
 * What the gate asks of a request.
 *
 * @param scope what the caller wants to do, for which its token is asked; null when no token is asked here
 * @param kind what {@code name} names; null without a scope
 * @param name the stream, room or command
 * @param pages which web pages may ask
 * @param form how refusals are written
 * @param continued whether the caller goes on with what it began, such as a session ({@link
 *     org.camquay.api.access.AccessRequest#continued})
 */
public record Terms(Scope scope, Kind kind, String name, Pages pages, Form form, boolean continued) {
    /** Public: pages and whatever shows nothing of a camera; also where the token comes later in the conversation. */
    public static Terms open() {
        return new Terms(null, null, "", Pages.OWN, Form.TEXT, false);
    }

    /** A token for this is asked, as {@code Authorization: Bearer} (RFC 6750 §2.1). */
    public static Terms needs(Scope scope, Kind kind, String name) {
        return new Terms(scope, kind, name, Pages.OWN, Form.TEXT, false);
    }

    /** The same for other pages. */
    public Terms forPages(Pages others) {
        return new Terms(scope, kind, name, others, form, continued);
    }

    /** The same with refusals in another form. */
    public Terms answered(Form other) {
        return new Terms(scope, kind, name, pages, other, continued);
    }

    /** The same, of somebody who goes on with a session of its own; the face itself checks whose it is. */
    public Terms forSession() {
        return new Terms(scope, kind, name, pages, form, true);
    }

    boolean isOpen() {
        return scope == null;
    }
}
