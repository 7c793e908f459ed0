// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.camquay.api.capture.CaptureDriver;

/**
 * What every stream shares.
 *
 * @param random numbers from 0 to 1, for jitter
 */
record Core(
        Ranked<CaptureDriver> drivers,
        Codecs codecs,
        Timers timers,
        Executor workers,
        Supplier<Settings> settings,
        DoubleSupplier random) {}
