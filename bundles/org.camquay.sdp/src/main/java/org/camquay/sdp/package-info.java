// SPDX-License-Identifier: Apache-2.0
/** Session descriptions (RFC 8866) in the form JSEP (RFC 9429) uses, ICE candidate lines and codec matching. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.camquay.sdp;
