// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.util.regex.Pattern;
import org.camquay.api.control.CommandException;

/** What the commands take as a name or as words. */
final class RoomNames {
    private static final Pattern ROOM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,63}");
    private static final int MAX_WORDS = 128;

    private RoomNames() {}

    static String checked(String room) throws CommandException {
        if (ROOM.matcher(room).matches()) {
            return room;
        }
        throw new CommandException("parameter 'roomID': use at most 64 letters, digits, and . _ ~ - after the first");
    }

    /** They stand in log lines and lists. */
    static String words(String name, String text) throws CommandException {
        boolean plain =
                text.codePoints().noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
        if (text.length() > MAX_WORDS || !plain) {
            throw new CommandException("parameter '" + name + "': use at most " + MAX_WORDS
                    + " characters, none of them a control character");
        }
        return text;
    }
}
