// SPDX-License-Identifier: Apache-2.0
/** Bodies and responses without a thread that waits for the client. */
@Export
@Version("1.0.0")
package org.camquay.gate.body;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
