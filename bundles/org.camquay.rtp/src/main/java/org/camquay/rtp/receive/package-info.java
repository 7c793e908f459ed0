// SPDX-License-Identifier: Apache-2.0
/** Frames out of the RTP payloads that cameras send, as they send them rather than as the RFCs write. */
@Export
@Version("1.0.0")
package org.camquay.rtp.receive;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
