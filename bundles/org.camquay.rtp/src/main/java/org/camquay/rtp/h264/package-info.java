// SPDX-License-Identifier: Apache-2.0
/** Facts read from an H.264 byte stream: NAL units, parameter sets, slice types (ITU-T H.264). */
@Export
@Version("1.0.0")
package org.camquay.rtp.h264;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
