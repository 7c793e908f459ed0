// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.stream.Streams;

/** The real registry of streams outside of a framework, with a driver put in by hand. */
public final class HandMade implements AutoCloseable {
    private final StreamRegistry registry;

    /** With its usual settings. */
    public HandMade(CaptureDriver driver, String... schemes) {
        registry = new StreamRegistry(settings(StreamRegistry.Config.class, Map.of()));
        registry.bindConnections((loop, config, listener) -> null);
        registry.bindDriver(driver, Map.of(CaptureDriver.SCHEMES, schemes));
    }

    /** A component's settings: these, and the others as they are when nothing is configured. */
    public static <T> T settings(Class<T> type, Map<String, ?> some) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object given = some.get(method.getName());
                    return given == null ? method.getDefaultValue() : given;
                }));
    }

    public Streams streams() {
        return registry;
    }

    @Override
    public void close() {
        registry.deactivate();
    }
}
