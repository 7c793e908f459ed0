// SPDX-License-Identifier: Apache-2.0
/** DTLS 1.2 with the use_srtp extension (RFC 5764): authenticates a peer by its fingerprint and gives the SRTP keys. */
@Export
@Version("1.0.0")
package org.camquay.dtls;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
