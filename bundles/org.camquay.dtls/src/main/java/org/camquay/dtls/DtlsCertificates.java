// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.time.InstantSource;
import java.util.Objects;

/**
 * The certificate of now, for a process that may run for years: before one is over, another takes its place for the
 * sessions to come. A session keeps the certificate that it began with. Thread: any; {@link #current} computes for some 10 ms when a new one is due.
 */
public final class DtlsCertificates {
    private final InstantSource clock;
    private DtlsCertificate current;

    /** Makes the first one. */
    public DtlsCertificates(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.current = DtlsCertificate.generate(clock);
    }

    /** For a session that begins now; valid for a day at least, also after the clock was set. */
    public synchronized DtlsCertificate current() {
        if (!current.isFresh(clock.instant())) {
            current = DtlsCertificate.generate(clock);
        }
        return current;
    }
}
