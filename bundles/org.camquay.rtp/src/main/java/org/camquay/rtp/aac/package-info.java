// SPDX-License-Identifier: Apache-2.0
/** What a receiver must know of AAC: its configuration, and how long a frame sounds. */
@Export
@Version("1.0.0")
package org.camquay.rtp.aac;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
