// SPDX-License-Identifier: Apache-2.0
/** What an encoder or decoder bundle implements. */
@Export
@Version("1.0.0")
package org.camquay.api.codec;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
