// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The faces there are now, and which of them a path belongs to. Thread: any. */
final class Faces {
    private static final Logger LOG = LoggerFactory.getLogger(Faces.class);

    private final List<Door> doors = new CopyOnWriteArrayList<>();

    /** One path of a face; its paths are asked for once. */
    private record Door(String pattern, Face face) {
        boolean fits(String path) {
            if (!pattern.endsWith("/*")) {
                return path.equals(pattern);
            }
            String below = pattern.substring(0, pattern.length() - 1);
            return path.startsWith(below) || (path + "/").equals(below);
        }
    }

    void add(Face face) {
        try {
            for (String pattern : List.copyOf(face.paths())) {
                if (pattern.equals("/") || pattern.matches("/[^*]+|/[^*]+/\\*")) {
                    doors.add(new Door(pattern, face));
                } else {
                    LOG.error(
                            "path of a face not taken: {} of {} (write /name or /name/*)",
                            pattern,
                            face.getClass().getName());
                }
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.error(
                    "face left out: {} (it does not tell its paths)",
                    face.getClass().getName(),
                    e);
        }
    }

    void remove(Face face) {
        doors.removeIf(door -> door.face() == face);
    }

    /** That with the longest pattern, as the servlet whiteboard chooses the servlet (Jakarta Servlet §12.1). */
    Optional<Face> of(String path) {
        Door longest = null;
        for (var door : doors) {
            if (door.fits(path)
                    && (longest == null
                            || door.pattern().length() > longest.pattern().length())) {
                longest = door;
            }
        }
        return Optional.ofNullable(longest).map(Door::face);
    }
}
