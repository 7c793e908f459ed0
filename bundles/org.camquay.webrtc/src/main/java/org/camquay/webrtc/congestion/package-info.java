// SPDX-License-Identifier: Apache-2.0
/** What the path to a peer can take: congestion control as pure state machines on times handed in. */
package org.camquay.webrtc.congestion;
