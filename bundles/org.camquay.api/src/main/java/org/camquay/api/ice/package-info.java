// SPDX-License-Identifier: Apache-2.0
/** Interactive Connectivity Establishment (RFC 8445) as a replaceable service. */
@Export
@Version("1.1.0")
package org.camquay.api.ice;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
