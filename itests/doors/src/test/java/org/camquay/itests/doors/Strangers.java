// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.doors;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** All who take part in one attack, and its bounds in time and bytes. For one thread. */
final class Strangers implements AutoCloseable {
    private static final AtomicLong NETWORKS = new AtomicLong();

    private final InetSocketAddress server;
    private final int network;
    private final long endNanos;
    private final double scale;
    private final AtomicLong sent = new AtomicLong();
    private final List<AutoCloseable> open = new ArrayList<>();
    private long dueNanos = System.nanoTime();

    /**
     * Comes from a network of its own, 127.n.0.0/16.
     *
     * @param seconds after which the attack is over
     */
    Strangers(URI server, double seconds) {
        this.server = new InetSocketAddress("127.0.0.1", server.getPort());
        this.network = 1 + (int) (NETWORKS.getAndIncrement() % 200);
        this.endNanos = System.nanoTime() + (long) (seconds * 1e9);
        this.scale = seconds / 60;
    }

    /** How many of those that come in a minute come in this attack. */
    int of(int inAMinute) {
        return (int) Math.ceil(inAMinute * scale);
    }

    URI server() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/");
    }

    /** The address of somebody, counted from 0. */
    String address(int number) {
        return "127." + network + "." + (1 + number / 250) + "." + (1 + number % 250);
    }

    /** A connection from the address of that number. */
    Stranger from(int number) {
        var stranger = new Stranger(address(number), server, sent);
        open.add(stranger);
        return stranger;
    }

    /** Closed at the end. */
    void add(AutoCloseable resource) {
        open.add(resource);
    }

    boolean isOver() {
        return System.nanoTime() >= endNanos;
    }

    long sent() {
        return sent.get();
    }

    /** Waits so that no more than that much a second is done; false when the attack is over. */
    boolean pace(double amount, double perSecond) {
        dueNanos = Math.max(dueNanos, System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(100));
        dueNanos += (long) (amount / perSecond * 1e9);
        long until = Math.min(dueNanos, endNanos);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return !isOver();
    }

    @Override
    public void close() {
        for (int i = open.size() - 1; i >= 0; i--) {
            try {
                open.get(i).close();
            } catch (Exception e) {
                throw new AssertionError("a stranger does not go", e);
            }
        }
        open.clear();
    }
}
