// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

/** How the format parameters of a receiver and of what is to be sent suit each other. Thread: any. */
@FunctionalInterface
public interface ParameterMatch {
    /** They do not. */
    int NONE = Integer.MAX_VALUE;

    /**
     * Ranks a receiver's parameters.
     *
     * @param receiver the value of its {@code a=fmtp}, empty if it has none
     * @param source the same of what is to be sent
     * @return 0 for the best, more for less good ones, {@link #NONE}
     */
    int rank(String receiver, String source);
}
