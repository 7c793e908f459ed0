// SPDX-License-Identifier: Apache-2.0
/** The messages of ONVIF WebRTC 26.06 over JSON-RPC 2.0, for device, signaling server and client. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.camquay.onvif;
