// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

/**
 * How a stored intent fares.
 *
 * @param code EMS's state: Streaming, Connecting, WaitForStream, Connected, Disconnected
 * @param description one sentence
 * @param timestamp since when, ISO 8601
 */
public record IntentStatus(String code, String description, String timestamp) {}
