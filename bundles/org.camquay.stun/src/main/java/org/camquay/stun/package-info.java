// SPDX-License-Identifier: Apache-2.0
/** STUN and TURN messages (RFC 8489, RFC 8656), their framing on streams and their retransmission; no sockets, no threads. */
@Export
@Version("1.0.0")
package org.camquay.stun;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
