// SPDX-License-Identifier: Apache-2.0
/** SRTP and SRTCP (RFC 3711, RFC 7714): protects and unprotects packets in place with the keys a DTLS handshake gave. */
@Export
@Version("1.0.0")
package org.camquay.dtls.srtp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
