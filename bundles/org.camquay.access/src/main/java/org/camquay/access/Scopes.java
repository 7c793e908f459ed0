// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camquay.api.access.AccessRequest.Scope;

/** Scopes as a token's claim {@code scope} writes them (RFC 8693 §4.2): names in lower case with spaces between. */
final class Scopes {
    private Scopes() {}

    /** Those that are known; a scope of a later version grants nothing here. */
    static Set<Scope> parse(String text) {
        var scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(text.strip().split("[\\s,]+")).forEach(word -> one(word).ifPresent(scopes::add));
        return scopes;
    }

    /** The scope of that name. */
    static Optional<Scope> one(String word) {
        return Arrays.stream(Scope.values())
                .filter(scope -> name(scope).equals(word))
                .findFirst();
    }

    static String write(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scopes::name).collect(Collectors.joining(" "));
    }

    static String name(Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }

    /** Whether scopes held are enough: to administer is to do everything, to control is to watch, too. */
    static boolean allow(Set<Scope> held, Scope wanted) {
        return held.contains(wanted)
                || held.contains(Scope.ADMINISTER)
                || wanted == Scope.VIEW && held.contains(Scope.CONTROL);
    }
}
