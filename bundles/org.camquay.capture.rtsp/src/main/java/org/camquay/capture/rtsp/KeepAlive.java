// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * By which request a session is kept, and how often: GET_PARAMETER, else OPTIONS, else SET_PARAMETER, else by none, since some cameras
 * refuse one or the other, or close the connection over it. What one did is remembered for the next connection to it. Thread: any.
 */
final class KeepAlive {
    /** The requests, the best one first: GET_PARAMETER without a body asks for nothing (RFC 2326 §10.8). */
    enum Method {
        GET_PARAMETER,
        OPTIONS,
        SET_PARAMETER
    }

    private static final int MOST_CAMERAS = 1000;
    private static final int PER_TIMEOUT = 3;
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(25);
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(300);

    private final ConcurrentHashMap<String, Set<Method>> shunned = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Method> proven = new ConcurrentHashMap<>();

    /** Nanoseconds between two requests, where the camera ends a session after so many seconds. */
    static long pause(int timeoutSeconds) {
        return Math.max(SHORTEST, Math.min(LONGEST, TimeUnit.SECONDS.toNanos(timeoutSeconds) / PER_TIMEOUT));
    }

    /**
     * What to ask.
     *
     * @param camera host and port
     * @param methods those that it says to have, empty if it does not say
     */
    Optional<Method> next(String camera, List<String> methods) {
        var bad = shunned.getOrDefault(camera, Set.of());
        for (var method : Method.values()) {
            if (!bad.contains(method) && (methods.isEmpty() || methods.contains(method.name()))) {
                return Optional.of(method);
            }
        }
        // every camera has OPTIONS, also one that lists other methods only (RFC 2326 §10)
        return bad.contains(Method.OPTIONS) ? Optional.empty() : Optional.of(Method.OPTIONS);
    }

    /** The camera answered it well. */
    void prove(String camera, Method method) {
        bound(proven);
        proven.put(camera, method);
    }

    /** The connection was lost while an answer was awaited; where the camera answered before, that was chance. */
    void suspect(String camera, Method method) {
        if (proven.get(camera) != method) {
            shun(camera, method);
        }
    }

    private static void bound(ConcurrentHashMap<?, ?> map) {
        if (map.size() > MOST_CAMERAS) {
            map.clear();
        }
    }

    /** The camera refused it. */
    void shun(String camera, Method method) {
        bound(shunned);
        shunned.compute(camera, (key, before) -> {
            var all = before == null ? EnumSet.noneOf(Method.class) : EnumSet.copyOf(before);
            all.add(method);
            return all;
        });
    }
}
