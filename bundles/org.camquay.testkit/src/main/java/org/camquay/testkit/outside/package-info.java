// SPDX-License-Identifier: Apache-2.0
/** Programs from outside the project that tests drive: a test whose program is missing or does not work is skipped by name. */
@Export
@Version("1.0.0")
package org.camquay.testkit.outside;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
