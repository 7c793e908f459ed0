// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** What is looked after now and then: reserved ports, the certificate's files, the machine's addresses. */
final class Housekeeping implements LongConsumer {
    private static final long FILES_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long ADDRESSES_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Resources resources;
    private final Certificates certificates;
    private final Executor work;
    private long filesDue;
    private long addressesDue;

    /** @param certificates null without TLS */
    Housekeeping(Resources resources, Certificates certificates, Executor work, long now) {
        this.resources = resources;
        this.certificates = certificates;
        this.work = work;
        filesDue = now + FILES_NANOS;
        addressesDue = now + ADDRESSES_NANOS;
    }

    @Override
    public void accept(long now) {
        resources.reservations().expire(now);
        try {
            if (certificates != null && now - filesDue >= 0) {
                filesDue = now + FILES_NANOS;
                work.execute(certificates::refresh);
            }
            if (now - addressesDue >= 0) {
                addressesDue = now + ADDRESSES_NANOS;
                work.execute(resources.filter()::refresh);
            }
        } catch (RejectedExecutionException ignored) {
            // The workers are busy with handshakes; the next turn comes soon.
        }
    }
}
