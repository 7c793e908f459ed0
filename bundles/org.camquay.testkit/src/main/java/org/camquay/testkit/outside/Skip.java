// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.outside;

import org.junit.jupiter.api.Assumptions;

/**
 * Ends a test that cannot run on this machine. With the system property {@value #REQUIRE} set to {@code all}, such a test fails
 * instead, so that a build server cannot lose a program without anybody noticing.
 */
public final class Skip {
    /** System property: {@code all} turns skips into failures. */
    public static final String REQUIRE = "camquay.tests.require";

    private Skip() {}

    /**
     * Ends the test.
     *
     * @param reason what is missing, by name, and how to get it
     */
    public static void because(String reason) {
        if (areAllRequired()) {
            throw new AssertionError(reason + ", and " + REQUIRE + "=all");
        }
        whateverIsRequired(reason);
    }

    /** As {@link #because}, for what no build server has to have. */
    public static void whateverIsRequired(String reason) {
        System.out.println("skipped: " + reason);
        Assumptions.abort("skipped: " + reason);
    }

    /** Returns whether a test that cannot run is a failure. */
    public static boolean areAllRequired() {
        return "all".equals(System.getProperty(REQUIRE));
    }
}
