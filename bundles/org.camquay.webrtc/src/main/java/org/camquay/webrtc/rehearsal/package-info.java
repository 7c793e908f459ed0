// SPDX-License-Identifier: Apache-2.0
/** Viewers in memory who come after the start, so that the first real one does not pay for it. */
package org.camquay.webrtc.rehearsal;
