// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Services of other bundles that throw in every method, as a bundle does whose classes are gone. */
final class Broken {
    private Broken() {}

    /** One that throws each time it is asked for anything. */
    static <T> T service(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    return switch (method.getName()) {
                        case "toString" -> "a broken " + type.getSimpleName();
                        case "hashCode" -> System.identityHashCode(self);
                        case "equals" -> self == arguments[0];
                        default -> throw new NoClassDefFoundError(method.getName());
                    };
                }));
    }

    /** One that works until {@code broken} says so. */
    static <T> T laterOn(Class<T> type, T works, java.util.function.BooleanSupplier broken) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (broken.getAsBoolean()) {
                        throw new IllegalStateException(method.getName());
                    }
                    try {
                        return method.invoke(works, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
