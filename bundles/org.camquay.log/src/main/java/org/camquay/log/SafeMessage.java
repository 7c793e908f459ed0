// SPDX-License-Identifier: Apache-2.0
package org.camquay.log;

import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.pattern.ConverterKeys;
import org.apache.logging.log4j.core.pattern.LogEventPatternConverter;
import org.apache.logging.log4j.core.pattern.PatternConverter;

/** {@code %safe} of a pattern: the message in one line, and how many like it were left out. Thread: any. */
@Plugin(name = "SafeMessage", category = PatternConverter.CATEGORY)
@ConverterKeys("safe")
public final class SafeMessage extends LogEventPatternConverter {
    private SafeMessage() {
        super("SafeMessage", "message");
    }

    /** Made by Log4j for a pattern; there are no options. */
    public static SafeMessage newInstance(String[] options) {
        return new SafeMessage();
    }

    @Override
    public void format(LogEvent event, StringBuilder to) {
        SafeText.append(event.getMessage().getFormattedMessage(), to);
        long leftOut = RepeatedLines.leftOut();
        if (leftOut > 0) {
            to.append(" [").append(leftOut).append(" like this left out]");
        }
    }
}
