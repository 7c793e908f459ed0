// SPDX-License-Identifier: Apache-2.0
/** A network on virtual time: sockets, delay, loss and blocked ways. */
@Export
@Version("1.0.0")
package org.camquay.testkit.net;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
