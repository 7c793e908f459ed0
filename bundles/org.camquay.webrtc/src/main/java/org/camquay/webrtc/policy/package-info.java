// SPDX-License-Identifier: Apache-2.0
/** What one viewer is sent next, as pure decisions: records of the path, the stream and the picture in, a decision out. */
package org.camquay.webrtc.policy;
