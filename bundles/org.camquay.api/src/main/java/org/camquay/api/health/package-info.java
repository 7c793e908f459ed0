// SPDX-License-Identifier: Apache-2.0
/** How a process is looked after from outside: whether it lives, and how it is emptied before it stops. */
@Export
@Version("1.0.0")
package org.camquay.api.health;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
