// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The time of day, and a clock that never jumps. */
record Clocks(InstantSource wall, LongSupplier nanoTime) {
    static final Clocks SYSTEM = new Clocks(InstantSource.system(), System::nanoTime);

    /** Microseconds since 1970. */
    long wallMicros() {
        var now = wall.instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }
}
