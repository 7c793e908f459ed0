// SPDX-License-Identifier: Apache-2.0
/** Codecs, formats and frames: what flows from a camera to its viewers. */
@Export
@Version("1.0.0")
package org.camquay.api.media;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
