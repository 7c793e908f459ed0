// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

/** What a stream has not shown yet, without which no decoder can begin. */
public enum Lack {
    NOTHING,
    /** Parameter sets. */
    PARAMETER_SETS,
    /** A picture that decoding can begin with. */
    BEGINNING
}
