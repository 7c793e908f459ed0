// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

/** Which web pages may make a request, beside programs, which have no origin (RFC 6454). */
public enum Pages {
    /** Pages that were loaded from here. */
    OWN,
    /** These, and pages of the web sites in {@code allowedOrigins}. */
    LISTED,
    /** These, and on loopback the pages of any server of this machine, so that players can be developed. */
    LISTED_AND_LOCAL
}
