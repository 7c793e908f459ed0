// SPDX-License-Identifier: Apache-2.0
/** RTP payload formats: packetizers shared by all viewers of a track, and depacketizers (RFC 6184, 7587, 3551). */
@Export
@Version("1.0.0")
package org.camquay.rtp.payload;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
