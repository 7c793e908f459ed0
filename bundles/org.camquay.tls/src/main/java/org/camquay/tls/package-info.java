// SPDX-License-Identifier: Apache-2.0
/** TLS for those who have the sockets: certificates, keys and trust from files, and the layer itself; no threads, no logging. */
@Export
@Version("1.0.0")
package org.camquay.tls;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
