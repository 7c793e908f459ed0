// SPDX-License-Identifier: Apache-2.0
package org.camquay.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter.Result;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {
    private long now = Long.MAX_VALUE - 5;
    private final RepeatedLines filter = new RepeatedLines(new LineBudget(3, 20), () -> now);

    private static LogEvent event(String logger, Level level, String text, Throwable failure) {
        return Log4jLogEvent.newBuilder()
                .setLoggerName(logger)
                .setLevel(level)
                .setMessage(new SimpleMessage(text))
                .setThrown(failure)
                .build();
    }

    private boolean passes(String text) {
        return filter.filter(event("org.camquay.x.Y", Level.INFO, text, null)) != Result.DENY;
    }

    private static String line(LogEvent event) {
        var text = new StringBuilder();
        SafeMessage.newInstance(null).format(event, text);
        text.append('\n');
        SafeStack.newInstance(null).format(event, text);
        return text.toString();
    }

    @Test
    void filter_equalLines_passAFewTimesAMinuteAndAreCounted() {
        for (int i = 0; i < 100; i++) {
            assertThat(passes("room demo: camera came from /127.0.0." + i + ":4" + i))
                    .isEqualTo(i < 3);
        }
        assertThat(passes("room demo: camera from /127.0.0.1:4 went")).isTrue();
        now += TimeUnit.MINUTES.toNanos(1);
        var next = event("org.camquay.x.Y", Level.INFO, "room demo: camera came from /127.0.0.7:9", null);
        assertThat(filter.filter(next)).isEqualTo(Result.NEUTRAL);
        assertThat(line(next)).contains("[97 like this left out]");
    }

    @Test
    void filter_manyKindsOfOneLogger_areBoundedToo() {
        int passed = 0;
        for (char a = 'a'; a <= 'z'; a++) {
            for (char b = 'a'; b <= 'z'; b++) {
                passed += passes("room " + a + b + ": second device refused") ? 1 : 0;
            }
        }
        assertThat(passed).isEqualTo(20);
        assertThat(filter.filter(event("org.camquay.x.Z", Level.WARN, "another", null)))
                .isEqualTo(Result.NEUTRAL);
    }

    @Test
    void filter_debug_isNotLimited() {
        for (int i = 0; i < 100; i++) {
            assertThat(filter.filter(event("a", Level.DEBUG, "x", null))).isEqualTo(Result.NEUTRAL);
        }
    }

    @Test
    void filter_departureOfAClient_isLeftOut() {
        var gone = new IOException("Connection reset by peer");
        assertThat(filter.filter(event("org.apache.felix.http", Level.ERROR, "a", gone)))
                .isEqualTo(Result.DENY);
        assertThat(filter.filter(event("org.eclipse.jetty.ee10.X", Level.WARN, "a", new UncheckedIOException(gone))))
                .isEqualTo(Result.DENY);
        var taken = new RuntimeException(new BindException("Address already in use"));
        assertThat(filter.filter(event("org.apache.felix.http", Level.ERROR, "b", taken)))
                .isEqualTo(Result.NEUTRAL);
        assertThat(filter.filter(event("org.eclipse.jetty.X", Level.WARN, "a", new NullPointerException())))
                .isEqualTo(Result.NEUTRAL);
        assertThat(filter.filter(event("org.camquay.control.X", Level.ERROR, "a", gone)))
                .isEqualTo(Result.NEUTRAL);
    }

    @Test
    void stack_ofEqualLines_isShownOnce() {
        var failed = event("a", Level.ERROR, "command failed: x", new IllegalStateException("s"));
        filter.filter(failed);
        assertThat(line(failed)).contains("IllegalStateException: s").contains("\tat org.camquay.log");
        filter.filter(failed);
        assertThat(line(failed)).contains("IllegalStateException: s").doesNotContain("\tat ");
    }

    @Test
    void line_withCharactersThatControlOrHide_isWrittenAsWhatItIs() {
        var event = event(
                "a",
                Level.INFO,
                "a\r\n12:00 INFO fake\u001b[31m\u009b2J\u202etxt\u2028\u200b\u0000é😀\ud800",
                new IllegalStateException("b\nc", new IllegalStateException("d\u001b")));
        var text = line(event);
        assertThat(text)
                .startsWith(
                        "a\\u000d\\u000a12:00 INFO fake\\u001b[31m\\u009b2J\\u202etxt\\u2028\\u200b\\u0000é😀\\ud800\n")
                .contains("IllegalStateException: b\\u000ac\n")
                .contains("Caused by: java.lang.IllegalStateException: d\\u001b\n");
        assertThat(line(event("a", Level.INFO, "x".repeat(9000), null))).hasSizeLessThan(2100);
    }

    @Test
    void plugins_areFoundByLog4j() throws IOException {
        var configuration = """
                appender.console.type = Console
                appender.console.name = console
                appender.console.filter.repeated.type = RepeatedLines
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %p %safe%n%stack
                rootLogger.level = INFO
                rootLogger.appenderRef.console.ref = console
                """;
        var source = new ConfigurationSource(new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)));
        try (var context = new LoggerContext("test")) {
            context.start(new PropertiesConfigurationFactory().getConfiguration(context, source));
            ConsoleAppender console = context.getConfiguration().getAppender("console");
            assertThat(console.getFilter()).isInstanceOf(RepeatedLines.class);
            var written = new String(
                    console.getLayout().toByteArray(event("a", Level.INFO, "a\nb", null)), StandardCharsets.UTF_8);
            assertThat(written.lines()).containsExactly("INFO a\\u000ab");
        }
    }
}
