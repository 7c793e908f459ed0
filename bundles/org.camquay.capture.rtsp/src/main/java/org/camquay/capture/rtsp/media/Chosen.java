// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

/**
 * A section of a camera's description that is to be set up.
 *
 * @param section its number, from 0
 * @param payloadType that it is sent with
 */
public record Chosen(int section, int payloadType) {}
