// SPDX-License-Identifier: Apache-2.0
/** What is between RTP packets and the network: ICE, DTLS and SRTP joined. Lives on the viewer's event loop. */
package org.camquay.webrtc.transport;
