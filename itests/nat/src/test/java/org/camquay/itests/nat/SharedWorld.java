// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the {@link World}: one for all classes, since its programs take long to start. */
final class SharedWorld implements BeforeEachCallback, ParameterResolver {
    private static final Namespace SPACE = Namespace.create(SharedWorld.class);

    /** Skips each test by name where no network can be built: a class that is skipped as a whole is counted as no test. */
    @Override
    public void beforeEach(ExtensionContext context) {
        Lab.require();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == World.class;
    }

    /** JUnit closes what lies in its root store when all tests are done. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(SPACE).getOrComputeIfAbsent(World.class, key -> new World(), World.class);
    }
}
