// SPDX-License-Identifier: Apache-2.0
/** The one gate before every servlet, and what servlets say of themselves to it. */
@Export
@Version("1.0.0")
package org.camquay.gate;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
