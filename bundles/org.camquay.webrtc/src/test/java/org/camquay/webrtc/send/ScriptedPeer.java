// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

/** How a simulated viewer reports on what it receives. */
enum ScriptedPeer {
    /** Transport-wide feedback each 50 ms, as Chromium. */
    TRANSPORT_WIDE,
    /** REMB and receiver reports each second. */
    RECEIVER_ESTIMATE,
    /** It agreed to transport-wide feedback, and sends receiver reports only. */
    AGREED_BUT_REPORTS_ONLY,
    /** It agreed to transport-wide feedback, and says nothing at all. */
    AGREED_BUT_SILENT
}
