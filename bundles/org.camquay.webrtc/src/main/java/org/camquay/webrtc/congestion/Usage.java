// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

/** What the delays say of the bottleneck (draft-ietf-rmcat-gcc-02 §5.4). */
enum Usage {
    /** Its queue shrinks. */
    UNDER,
    NORMAL,
    /** Its queue grows. */
    OVER
}
