// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.link;

import org.camquay.capture.rtsp.auth.Authorization.Verdict;

/** Why a camera lets nobody in, and what to do. Thread: any. */
public final class Refusal {
    private Refusal() {}

    /** One sentence; {@code offered}: what the camera asked for. */
    public static String sentence(Verdict verdict, String offered) {
        return switch (verdict) {
            case NO_USER ->
                "the camera refuses the user or password: none was given; write rtsp://user:password@host/path";
            case UNKNOWN ->
                "the camera asks for a login that is not supported here (" + offered
                        + "); set it to digest with MD5 or SHA-256, or to basic";
            default -> "the camera refuses the user or password (it asks for " + offered + "); check both";
        };
    }
}
