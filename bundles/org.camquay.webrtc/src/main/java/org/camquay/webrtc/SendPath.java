// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import org.camquay.api.net.EventLoop;

/** What all senders of one connection share: its loop, the way out, and what that way can take. */
record SendPath(EventLoop loop, PacketOutlet outlet, Bandwidth bandwidth) {}
