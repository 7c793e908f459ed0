// SPDX-License-Identifier: Apache-2.0
/** Live streams and their tracks, as the core offers them. */
@Export
@Version("1.0.0")
package org.camquay.api.stream;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
