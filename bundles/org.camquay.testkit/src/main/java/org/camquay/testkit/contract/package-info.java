// SPDX-License-Identifier: Apache-2.0
/** What every driver, codec and signaling backend is judged by: extend the class, say what to test, run it. */
@Export
@Version("1.0.0")
package org.camquay.testkit.contract;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
