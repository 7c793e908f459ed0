// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

/** What a request is refused for, in the order of the checks. */
enum Check {
    PROXY("the proxy's words contradict each other"),
    HOST("unknown host name"),
    METHOD("method not served"),
    PATH("path with two readings"),
    FACE("nothing served at the path"),
    PAGE("page of another site"),
    TOKEN("token missing or not good for it"),
    QUOTA("too many requests from an address");

    private final String label;

    Check(String label) {
        this.label = label;
    }

    /** What its counter is called. */
    String label() {
        return "refused: " + label;
    }
}
