// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Empties a running framework: calls every {@code Drainable}, and waits until nobody is left. The interface is the bundles', so that it
 * is called by its name.
 */
final class Drain {
    private static final String TYPE = "org.camquay.api.health.Drainable";
    private static final long PAUSE_MILLIS = 200;

    private final BundleContext context;
    private final Duration within;

    Drain(BundleContext context, Duration within) {
        this.context = context;
        this.within = within;
    }

    /** Returns when nobody is left, or the time is over. */
    void run() throws InterruptedException {
        if (within.isZero()) {
            return;
        }
        System.out.println(
                "camquay: takes in nobody new, waits up to " + within.toSeconds() + " s for those who are here");
        System.out.flush();
        long end = System.nanoTime() + within.toNanos();
        call("drain", new Class<?>[] {Duration.class}, within);
        while (System.nanoTime() < end && call("left", new Class<?>[0]) > 0) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Calls a method of all; returns the sum of what they return. */
    private int call(String method, Class<?>[] types, Object... arguments) {
        int sum = 0;
        for (var reference : references()) {
            var service = context.getService(reference);
            if (service == null) {
                continue;
            }
            try {
                var type = reference.getBundle().loadClass(TYPE);
                sum += type.getMethod(method, types).invoke(service, arguments) instanceof Integer left ? left : 0;
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                var cause = e instanceof InvocationTargetException ? e.getCause() : e;
                System.err.println("camquay: emptying failed: " + reference + ": " + cause);
            } finally {
                context.ungetService(reference);
            }
        }
        return sum;
    }

    private List<ServiceReference<?>> references() {
        try {
            var found = context.getAllServiceReferences(TYPE, null);
            return found == null ? List.of() : new ArrayList<>(List.of(found));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
