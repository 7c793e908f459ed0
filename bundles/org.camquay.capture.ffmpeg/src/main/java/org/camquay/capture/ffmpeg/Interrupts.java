// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * The function that FFmpeg asks, while it waits, whether to go on: one for all sources, because JavaCPP has only ten
 * places for such functions. The opaque pointer is the number of a watch. Must outlive what it is attached to.
 * Thread: any.
 */
final class Interrupts extends AVIOInterruptCB.Callback_Pointer {
    private final Map<Long, Watch> watches = new ConcurrentHashMap<>();
    private final AtomicLong lastNumber = new AtomicLong();

    /** A number that looks like a pointer; nobody follows it. */
    private static final class Number extends Pointer {
        Number(long number) {
            address = number;
        }
    }

    /** Lets {@code watch} interrupt what asks {@code callback}. Returns the number to {@link #detach} with. */
    long attach(AVIOInterruptCB callback, Watch watch) {
        long number = lastNumber.incrementAndGet();
        watches.put(number, watch);
        callback.callback(this);
        callback.opaque(new Number(number));
        return number;
    }

    /** To be called once the context is closed. */
    void detach(long number) {
        watches.remove(number);
    }

    /** Whether nothing is attached. */
    boolean unused() {
        return watches.isEmpty();
    }

    @Override
    public int call(Pointer opaque) {
        // an exception must not cross native frames
        try {
            Watch watch = opaque == null ? null : watches.get(opaque.address());
            return watch == null || watch.mustStop() ? 1 : 0;
        } catch (Throwable e) {
            return 1;
        }
    }
}
