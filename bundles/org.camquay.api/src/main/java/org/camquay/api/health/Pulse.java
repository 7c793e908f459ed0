// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.health;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** The service of a part that has threads or periodic tasks which must never stand still. Thread: any; does not block. */
@ConsumerType
public interface Pulse {
    /**
     * What stands still, by the thread's or task's name; empty if all is well. To be asked again and again: a thread that sleeps
     * shows only at the next question whether it woke for this one.
     */
    List<String> stuck();
}
