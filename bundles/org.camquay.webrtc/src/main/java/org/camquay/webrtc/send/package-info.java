// SPDX-License-Identifier: Apache-2.0
/** Tracks cut into packets once for all viewers, and what brings them to each one: its place, its pace, repair, reports. */
package org.camquay.webrtc.send;
