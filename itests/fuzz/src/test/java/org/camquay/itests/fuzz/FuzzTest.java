// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No bytes break a parser: neither those that did once, nor those that a fuzzer finds. */
class FuzzTest {
    private static final int SHORT_SECONDS = 10;
    private static final int LONG_SECONDS = 300;
    /** The same inputs each time, as far as time allows; the long runs look for new ones. */
    private static final int SEED = 12;

    private static final int AT_ONCE = 2;
    private static final ExecutorService PROCESSES = Executors.newFixedThreadPool(AT_ONCE);
    private static final Map<Parser, Future<Jazzer.Outcome>> SHORT_RUNS = new EnumMap<>(Parser.class);

    @AfterAll
    static void end() {
        PROCESSES.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void parse_casesOfBefore_noFinding(Parser parser) throws Exception {
        var target = Class.forName(parser.target()).getMethod("fuzzerTestOneInput", byte[].class);
        var folder = Jazzer.cases(parser);
        assertThat(folder).isNotEmptyDirectory();
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                assertThatCode(() -> unwrapped(() -> target.invoke(null, (Object) bytes)))
                        .as(file.toString())
                        .doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void parse_someSecondsOfNewInputs_noFinding(Parser parser) throws Exception {
        isSound(parser, shortRun(parser).get());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("full")
    void parse_fiveMinutesOfNewInputs_noFinding(Parser parser) throws Exception {
        isSound(parser, Jazzer.run(parser, LONG_SECONDS, 0));
    }

    /** The first call begins the runs of all parsers. */
    private static Future<Jazzer.Outcome> shortRun(Parser parser) {
        if (SHORT_RUNS.isEmpty()) {
            for (var each : Parser.values()) {
                SHORT_RUNS.put(each, PROCESSES.submit(() -> Jazzer.run(each, SHORT_SECONDS, SEED)));
            }
        }
        return SHORT_RUNS.get(parser);
    }

    private static void isSound(Parser parser, Jazzer.Outcome outcome) {
        System.out.println(parser + ": " + outcome.figures());
        assertThat(outcome.status())
                .as("%s: put the input below target/fuzz into %s\n%s", parser, Jazzer.cases(parser), outcome.tail())
                .isZero();
        assertThat(outcome.figures()).as(outcome.tail()).isNotEmpty();
    }

    private static void unwrapped(Callable<?> call) throws Throwable {
        try {
            call.call();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
