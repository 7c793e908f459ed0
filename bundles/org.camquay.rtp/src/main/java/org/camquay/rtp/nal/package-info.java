// SPDX-License-Identifier: Apache-2.0
/** NAL units of H.264 and H.265: where they are, what they are, and the pictures that a decoder can begin with. */
@Export
@Version("1.0.0")
package org.camquay.rtp.nal;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
