// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

/**
 * A room that may be opened.
 *
 * @param roomID its name
 * @param description the operator's own words, may be empty
 */
public record RoomEntry(String roomID, String description) {}
