// SPDX-License-Identifier: Apache-2.0
/** RTCP packets, NTP time and reception statistics (RFC 3550, 4585, 5104, 5506, 8888). */
@Export
@Version("1.0.0")
package org.camquay.rtp.rtcp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
