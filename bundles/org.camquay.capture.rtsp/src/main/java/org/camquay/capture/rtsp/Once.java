// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

/** A task that runs at most once. Only on one thread. */
final class Once implements Runnable {
    private Runnable task;

    Once(Runnable task) {
        this.task = task;
    }

    @Override
    public void run() {
        var now = task;
        task = null;
        if (now != null) {
            now.run();
        }
    }
}
