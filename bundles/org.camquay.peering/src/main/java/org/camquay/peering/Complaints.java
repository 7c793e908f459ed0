// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.HashSet;
import java.util.Set;

/**
 * Which failures of something that is tried again and again an operator is warned of: the first one, and those that read
 * otherwise, up to a bound; then silence until it has worked again.
 */
final class Complaints {
    private static final int MOST = 8;

    private final Set<String> said = new HashSet<>();

    /** Returns whether this failure is worth a warning. */
    boolean isNew(String sentence) {
        return said.size() < MOST && said.add(sentence);
    }

    /** It works again. */
    void clear() {
        said.clear();
    }
}
