// SPDX-License-Identifier: Apache-2.0
/** Commands: one service each, offered by every face alike. */
@Export
@Version("1.0.0")
package org.camquay.api.control;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
