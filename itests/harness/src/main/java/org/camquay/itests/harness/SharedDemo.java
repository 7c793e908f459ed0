// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camquay.testkit.outside.OutsideProgram;
import org.camquay.testkit.outside.Skip;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Gives tests a running demo ({@link Product}), Chromium ({@link Browser}) and a page that watches the demo
 * ({@link DemoViewer}): one of each for all classes of a module, since starting them takes longer than most tests.
 */
public final class SharedDemo implements ExecutionCondition, ParameterResolver, TestWatcher {
    private static final Namespace SPACE = Namespace.create(SharedDemo.class);
    private static final List<Class<?>> KNOWN = List.of(Product.class, Browser.class, DemoViewer.class);

    /** Here and not where the browser is made: what a parameter's source throws is never a skip, but a failure. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean wantsBrowser = context.getTestMethod().stream()
                .flatMap(method -> Stream.of(method.getParameterTypes()))
                .anyMatch(Browser.class::equals);
        var obstacle = OutsideProgram.CHROMIUM.obstacle().or(OutsideProgram.CHROMEDRIVER::obstacle);
        if (wantsBrowser && obstacle.isPresent()) {
            if (Skip.areAllRequired()) {
                throw new AssertionError(obstacle.get());
            }
            System.out.println(context.getDisplayName() + " skipped: " + obstacle.get());
            return ConditionEvaluationResult.disabled("skipped: " + obstacle.get());
        }
        return ConditionEvaluationResult.enabled("all is there");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return KNOWN.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Map<Class<?>, Supplier<Object>> sources = Map.of(
                Product.class, () -> product(context),
                Browser.class, () -> browser(context),
                DemoViewer.class, () -> viewer(context));
        return sources.get(parameter.getParameter().getType()).get();
    }

    private static Product product(ExtensionContext context) {
        return hold(context, Product.class, Product::demo);
    }

    private static Browser browser(ExtensionContext context) {
        return hold(context, Browser.class, Browser::chromium);
    }

    private static DemoViewer viewer(ExtensionContext context) {
        var product = product(context);
        // made before the page, so that it is closed after it
        var browser = OutsideProgram.CHROMIUM.isThere() && OutsideProgram.CHROMEDRIVER.isThere()
                ? Optional.of(browser(context))
                : Optional.<Browser>empty();
        return hold(context, DemoViewer.class, () -> new DemoViewer(product, browser.map(Browser::page)));
    }

    /** JUnit closes what lies in its root store when all tests are done. */
    private static <T extends AutoCloseable> T hold(ExtensionContext context, Class<T> type, Supplier<T> make) {
        return context.getRoot().getStore(SPACE).getOrComputeIfAbsent(type, key -> make.get(), type);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        var product = context.getRoot().getStore(SPACE).get(Product.class, Product.class);
        if (product != null) {
            System.err.println(context.getDisplayName() + " failed; the product said:\n" + product.tail());
        }
    }
}
