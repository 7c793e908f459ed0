// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import java.util.List;

/**
 * What {@code /health} answers.
 *
 * @param status {@code UP} or {@code DOWN}
 * @param waitingFor what is not there yet, or stands still; empty when up
 */
public record Health(String status, List<String> waitingFor) {
    Health(List<String> waitingFor) {
        this(waitingFor.isEmpty() ? "UP" : "DOWN", List.copyOf(waitingFor));
    }

    boolean up() {
        return waitingFor.isEmpty();
    }
}
