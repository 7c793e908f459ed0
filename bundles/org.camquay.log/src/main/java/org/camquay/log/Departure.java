// SPDX-License-Identifier: Apache-2.0
package org.camquay.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Tells what the HTTP server says about a client that went away, or that does not speak HTTP. Pure. */
final class Departure {
    private static final int DEEPEST = 10;
    private static final Pattern GONE =
            Pattern.compile("(?i)connection reset|broken pipe|connection aborted|closed|timed? ?out|pending read");
    /** Classes of Jetty, which this fragment cannot see. */
    private static final Set<String> OF_JETTY = Set.of(
            "org.eclipse.jetty.io.QuietException",
            "org.eclipse.jetty.http.HttpException",
            "org.eclipse.jetty.websocket.api.exceptions.WebSocketException",
            "org.eclipse.jetty.websocket.core.exception.CloseException",
            "org.eclipse.jetty.websocket.core.exception.WebSocketException");

    private Departure() {}

    /** Returns whether a line of {@code logger} with {@code failure} is about a client, and not about a fault of ours. */
    static boolean isOne(String logger, Throwable failure) {
        if (failure == null
                || !(logger.startsWith("org.eclipse.jetty") || logger.startsWith("org.apache.felix.http"))) {
            return false;
        }
        var cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause instanceof EOFException
                    || cause instanceof ClosedChannelException
                    || cause instanceof IOException && isOfTheLine(cause.getMessage())
                    || cause instanceof TimeoutException
                    || cause instanceof CancellationException
                    || isQuiet(cause.getClass())) {
                return true;
            }
        }
        return false;
    }

    /** The system's words; that a port is taken, or a file cannot be read, is another matter. */
    private static boolean isOfTheLine(String message) {
        return message != null && GONE.matcher(message).find();
    }

    private static boolean isQuiet(Class<?> type) {
        if (type == null) {
            return false;
        }
        if (OF_JETTY.contains(type.getName())) {
            return true;
        }
        for (var implemented : type.getInterfaces()) {
            if (isQuiet(implemented)) {
                return true;
            }
        }
        return isQuiet(type.getSuperclass());
    }
}
