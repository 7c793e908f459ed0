// SPDX-License-Identifier: Apache-2.0
package org.camquay.log;

import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.pattern.ConverterKeys;
import org.apache.logging.log4j.core.pattern.LogEventPatternConverter;
import org.apache.logging.log4j.core.pattern.PatternConverter;

/** {@code %stack} of a pattern: the exception, in as many lines as are worth reading, each ended. Thread: any. */
@Plugin(name = "SafeStack", category = PatternConverter.CATEGORY)
@ConverterKeys("stack")
public final class SafeStack extends LogEventPatternConverter {
    private static final int MOST_FRAMES = 60;
    private static final int MOST_CAUSES = 5;

    private SafeStack() {
        super("SafeStack", "throwable");
    }

    /** Made by Log4j for a pattern; there are no options. */
    public static SafeStack newInstance(String[] options) {
        return new SafeStack();
    }

    @Override
    public boolean handlesThrowable() {
        return true;
    }

    @Override
    public void format(LogEvent event, StringBuilder to) {
        int frames = RepeatedLines.isFirst() ? MOST_FRAMES : 0;
        String title = "";
        var failure = event.getThrown();
        for (int i = 0; failure != null && i < MOST_CAUSES; i++, failure = failure.getCause()) {
            to.append(title);
            SafeText.append(String.valueOf(failure), to);
            to.append('\n');
            for (var frame : failure.getStackTrace()) {
                if (frames-- <= 0) {
                    break;
                }
                to.append("\tat ").append(frame).append('\n');
            }
            title = "Caused by: ";
        }
        RepeatedLines.written();
    }
}
