// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

/**
 * What a command answers, on every face alike.
 *
 * @param status as in EMS
 * @param description one sentence
 * @param data a record exported by an api package, a list of them, or null
 */
public record CommandReply(Status status, String description, Object data) {
    /** EMS's words. */
    public enum Status {
        SUCCESS,
        FAIL
    }

    /** It is done, or accepted. */
    public static CommandReply success(String description, Object data) {
        return new CommandReply(Status.SUCCESS, description, data);
    }

    /** It is not done, and nothing has changed. */
    public static CommandReply fail(String description) {
        return new CommandReply(Status.FAIL, description, null);
    }
}
