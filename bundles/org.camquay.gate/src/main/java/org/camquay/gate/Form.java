// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

/** How a face writes its refusals. */
public enum Form {
    /** A sentence. */
    TEXT,
    /** The reply of a command: {@code {"status":"FAIL","description":…,"data":null}}. */
    JSON
}
