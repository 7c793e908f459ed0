// SPDX-License-Identifier: Apache-2.0
/** Event loops, sockets and address lists, for whoever speaks a protocol on them: ICE, TURN. */
@Export
@Version("1.0.0")
package org.camquay.net;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
