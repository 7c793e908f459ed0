// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.cameras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a camera does that others do not, and what is seen of it at a reader.
 *
 * @param name for the report
 * @param words for the camera, see {@code oddcam.py} of the testkit
 * @param traits what is to be known when it is looked at
 */
record Habit(String name, String words, Set<Trait> traits) {
    private static final double USUAL_RATE = 25;

    /** How it is asked, and what is different about its frames. */
    enum Trait {
        /** It is asked to send over UDP first; all others send over their connection, where nothing is lost. */
        UDP,
        /** Only the client of our own can do it: FFmpeg's gives up, or takes another track. */
        OURS,
        /** It wants user and password. */
        LOGIN,
        /** It is spoken to through TLS. */
        TLS,
        /** Packets are lost on the way. */
        LOSSY,
        /** Decoding begins at recovery points, so that the stream is converted for viewers. */
        RECOVERY,
        /** Its pictures are not in the order of their times, so that the stream is converted for viewers. */
        REORDERED
    }

    static Habit of(String name, String words, Trait... traits) {
        var set = EnumSet.noneOf(Trait.class);
        set.addAll(Arrays.asList(traits));
        return new Habit(name, words, set);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** The clips it plays. */
    List<String> clips() {
        return new ArrayList<>(
                List.of(options().getOrDefault("file", "plain.h264").split("\\+")));
    }

    /** Whether its sound comes to a reader as it is; L16 has to be converted first. */
    boolean hasSound() {
        return options().containsKey("audio") && !options().get("audio").startsWith("l16");
    }

    /** Pictures a second. */
    double rate() {
        String given = options().get("fps");
        return given == null ? USUAL_RATE : Double.parseDouble(given);
    }

    private Map<String, String> options() {
        var options = new LinkedHashMap<String, String>();
        for (String word : words.replace('~', ' ').strip().split("\\s+")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                options.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return options;
    }

    @Override
    public String toString() {
        return name;
    }
}
