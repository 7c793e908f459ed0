// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import org.camquay.api.net.EventLoop;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.transport.PacketOutlet;

/** What all senders of one connection share: its loop, the way out, and what that way can take. */
public record SendPath(EventLoop loop, PacketOutlet outlet, Bandwidth bandwidth) {}
