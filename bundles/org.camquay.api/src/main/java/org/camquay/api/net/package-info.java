// SPDX-License-Identifier: Apache-2.0
/** The event loops on which peers live, and the UDP ports through which they are reached. */
@Export
@Version("1.0.0")
package org.camquay.api.net;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
