// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

import java.util.List;

/**
 * A token that was issued, without the token itself.
 *
 * @param id by which it is deleted
 * @param scope what it allows: names with spaces between
 * @param roomID the one room it is for, empty when any
 * @param streams those it admits to, empty when all that the room shows
 * @param singleUse whether it stays with its first user
 * @param used when that one came, ISO 8601; empty when nobody did, or when it is for many uses
 * @param expires ISO 8601
 */
public record TokenEntry(
        String id,
        String subject,
        String scope,
        String roomID,
        List<String> streams,
        boolean singleUse,
        String used,
        String expires) {
    public TokenEntry {
        streams = List.copyOf(streams);
    }
}
