// SPDX-License-Identifier: Apache-2.0
package org.camquay.log;

import java.util.function.LongSupplier;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.filter.AbstractFilter;

/** A filter of an appender: equal lines a few times a minute, a client's departure never. Thread: any. */
@Plugin(name = "RepeatedLines", category = Node.CATEGORY, elementType = Filter.ELEMENT_TYPE, printObject = true)
public final class RepeatedLines extends AbstractFilter {
    private static final int PER_MINUTE = 10;
    private static final int PER_LOGGER = 120;

    /** What the layout is to say about the line that this thread writes next. */
    private static final ThreadLocal<LineBudget.Pass> WRITING = new ThreadLocal<>();

    private final LineBudget budget;
    private final LongSupplier nanoTime;

    RepeatedLines(LineBudget budget, LongSupplier nanoTime) {
        super(Result.NEUTRAL, Result.DENY);
        this.budget = budget;
        this.nanoTime = nanoTime;
    }

    /** Made by Log4j from a configuration, which gives each filter results that this one has no choice of. */
    @PluginFactory
    public static RepeatedLines create(
            @PluginAttribute(value = "perMinute", defaultInt = PER_MINUTE) int perMinute,
            @PluginAttribute(value = "perLogger", defaultInt = PER_LOGGER) int perLogger,
            @PluginAttribute("onMatch") Result unusedMatch,
            @PluginAttribute("onMismatch") Result unusedMismatch) {
        return new RepeatedLines(new LineBudget(perMinute, perLogger), System::nanoTime);
    }

    @Override
    public Result filter(LogEvent event) {
        WRITING.remove();
        if (!event.getLevel().isMoreSpecificThan(Level.INFO)) {
            return Result.NEUTRAL;
        }
        String logger = String.valueOf(event.getLoggerName());
        if (Departure.isOne(logger, event.getThrown())) {
            return Result.DENY;
        }
        var pass = budget.take(logger, event.getMessage().getFormattedMessage(), nanoTime.getAsLong());
        pass.ifPresent(WRITING::set);
        return pass.isPresent() ? Result.NEUTRAL : Result.DENY;
    }

    /** How many lines like the one that this thread writes were left out before it. */
    static long leftOut() {
        var pass = WRITING.get();
        return pass == null ? 0 : pass.leftOut();
    }

    /** This thread has written its line. */
    static void written() {
        WRITING.remove();
    }

    /** Whether the line that this thread writes is the first of its kind in this minute. */
    static boolean isFirst() {
        var pass = WRITING.get();
        return pass == null || pass.first();
    }
}
