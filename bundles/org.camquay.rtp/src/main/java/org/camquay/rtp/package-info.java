// SPDX-License-Identifier: Apache-2.0
/** RTP packets: header, header extensions, sequence numbers, retransmission (RFC 3550, 8285, 4588). */
@Export
@Version("1.0.0")
package org.camquay.rtp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
