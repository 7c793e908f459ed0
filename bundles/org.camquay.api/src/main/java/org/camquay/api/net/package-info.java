// SPDX-License-Identifier: Apache-2.0
/** The event loops on which peers live. */
@Export
@Version("1.0.0")
package org.camquay.api.net;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
