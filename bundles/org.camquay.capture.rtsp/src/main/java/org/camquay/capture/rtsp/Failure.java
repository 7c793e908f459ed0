// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

/**
 * Why an attempt came to nothing.
 *
 * @param kind what may be done about it
 * @param text a sentence for people without the source's name; of {@link Kind#MOVED}, where to
 */
record Failure(Kind kind, String text) {
    enum Kind {
        /** Nothing but what the sentence says. */
        FINAL,
        /** Nothing that the camera sends can be read here. */
        UNSUPPORTED,
        /** There was no connection, so that another address of the host may do. */
        UNREACHABLE,
        /** The connection is gone. */
        LOST,
        /** The camera sends us elsewhere. */
        MOVED,
        /** The camera does not send over UDP. */
        NO_UDP
    }

    static Failure last(String sentence) {
        return new Failure(Kind.FINAL, sentence);
    }
}
