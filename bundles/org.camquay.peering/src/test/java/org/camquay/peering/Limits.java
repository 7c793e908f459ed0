// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.lang.annotation.Annotation;

/** A configuration of the admission. */
record Limits(int maxPeers, int maxUnconnectedPerAddress, int maxUnconnectedPerRoom) implements Admission.Config {
    static Limits of(int maxPeers) {
        return new Limits(maxPeers, 10, 300);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return Admission.Config.class;
    }
}
