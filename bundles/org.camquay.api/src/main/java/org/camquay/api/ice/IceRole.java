// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

/** Who nominates (RFC 8445 §6.1.1). */
public enum IceRole {
    CONTROLLING,
    CONTROLLED
}
