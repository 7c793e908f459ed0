// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.camquay.dtls.srtp.SrtpKeys;

/** Keeps what a transport tells, and passes its datagrams on. */
final class RecordingListener implements DtlsListener {

    final List<String> events = new CopyOnWriteArrayList<>();
    final List<byte[]> messages = new CopyOnWriteArrayList<>();
    final List<byte[]> sent = new CopyOnWriteArrayList<>();
    volatile SrtpKeys keys;
    volatile String failure;
    private final Consumer<byte[]> network;

    RecordingListener(Consumer<byte[]> network) {
        this.network = network;
    }

    @Override
    public void onOutgoingDatagram(byte[] datagram) {
        sent.add(datagram.clone());
        network.accept(datagram);
    }

    @Override
    public void onConnected(SrtpKeys connected) {
        keys = connected;
        events.add("connected");
    }

    @Override
    public void onFailed(String reason) {
        failure = reason;
        events.add("failed");
    }

    @Override
    public void onClosed() {
        events.add("closed");
    }

    @Override
    public void onApplicationData(byte[] data) {
        messages.add(data);
    }

    /** Waits up to 60 s. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 60 s: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    List<String> events() {
        return new ArrayList<>(events);
    }
}
