// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

/**
 * Who pays for what is sent at the moment: the participant whose message is being dealt with, or who is leaving. Without
 * one, each message is on the account of the one who gets it. Thread: {@code rendezvous}.
 */
final class Payer {
    private Participant present;

    /** Runs a task on the account of a participant. */
    void pays(Participant participant, Runnable task) {
        var before = present;
        present = participant;
        try {
            task.run();
        } finally {
            present = before;
        }
    }

    Participant or(Participant reader) {
        return present == null ? reader : present;
    }
}
