// SPDX-License-Identifier: Apache-2.0
/** Peer connections in the words of W3C webrtc-pc. */
@Export
@Version("1.0.0")
package org.camquay.api.peer;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
