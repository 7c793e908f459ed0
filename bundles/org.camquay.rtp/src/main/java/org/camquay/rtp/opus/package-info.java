// SPDX-License-Identifier: Apache-2.0
/** What a packet of Opus tells about itself. */
@Export
@Version("1.0.0")
package org.camquay.rtp.opus;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
