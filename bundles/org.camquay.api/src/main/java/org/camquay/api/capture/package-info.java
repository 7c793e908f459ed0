// SPDX-License-Identifier: Apache-2.0
/** What a capture driver implements, and what it is handed. */
@Export
@Version("1.0.0")
package org.camquay.api.capture;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
