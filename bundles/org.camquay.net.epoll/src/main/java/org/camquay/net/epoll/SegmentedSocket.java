// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends on a socket's descriptor with the segment size (UDP_SEGMENT, udp(7)) as an option of the whole socket: those who
 * send with the size that is set go on side by side, who needs another one waits until it is alone. The lock also keeps
 * a descriptor from being used after it was closed. Thread: any.
 */
final class SegmentedSocket {
    /** The kernel's UDP_MAX_SEGMENTS. */
    static final int MOST_SEGMENTS = 64;

    private static final Logger log = LoggerFactory.getLogger(SegmentedSocket.class);
    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;

    /**
     * A path may be narrower than the packets, or lead through a device that cannot: for so long its packets go one by
     * one, since paths and devices change. Others are not concerned.
     */
    static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

    private static final int MOST_REFUSED = 1024;

    private final Socket socket;
    private final InetSocketAddress local;
    /** Whether its owner has closed it without asking. */
    private final BooleanSupplier lost;

    private final StampedLock lock = new StampedLock();
    private final LongAdder offloaded = new LongAdder();
    /** Until when no segments are given to the kernel for an address. */
    private final Map<InetAddress, Long> refused = new ConcurrentHashMap<>();

    private final LongSupplier clock;
    private volatile boolean closed;
    /** What UDP_SEGMENT is; 0 is off. Written under the write lock. */
    private int set;

    SegmentedSocket(Socket socket, InetSocketAddress local, BooleanSupplier lost, LongSupplier clock) {
        this.clock = clock;
        this.socket = socket;
        this.local = local;
        this.lost = lost;
    }

    /** Packets that went out several at a time. */
    long offloaded() {
        return offloaded.sum();
    }

    /** Whether segments for that address are given to the kernel together now. */
    boolean offloads(InetAddress to) {
        // Nobody was refused, mostly, and then there is nothing to look up.
        var until = refused.isEmpty() ? null : refused.get(to);
        return until == null || until - clock.getAsLong() <= 0 && refused.remove(to, until);
    }

    /** For how many addresses they are not, or were not lately. */
    int refusals() {
        return refused.size();
    }

    boolean isClosed() {
        return closed || lost.getAsBoolean();
    }

    /** No send is under way afterwards, and none begins; false if it was closed already. */
    boolean close() {
        long stamp = lock.writeLock();
        try {
            boolean first = !closed;
            closed = true;
            return first;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Sends one packet out of a direct buffer; false if it was dropped. */
    boolean send(ByteBuffer bytes, int from, int to, InetSocketAddress remote) {
        try {
            return out(bytes, from, to, 0, remote);
        } catch (IOException e) {
            log.trace("no way from {} to {}", local, remote, e);
            return false;
        }
    }

    /** Sends at most {@link #MOST_SEGMENTS} packets out of a direct buffer, and returns how many of them went. */
    int sendSegments(ByteBuffer bytes, int from, int to, int size, InetSocketAddress remote) {
        int count = (to - from + size - 1) / size;
        if (count > 1 && offloads(remote.getAddress())) {
            try {
                boolean sent = out(bytes, from, to, size, remote);
                offloaded.add(sent ? count : 0);
                return sent ? count : 0;
            } catch (IOException e) {
                refused(e, remote);
            }
        }
        for (int i = 0; i < count; i++) {
            int begin = from + i * size;
            if (!send(bytes, begin, Math.min(to, begin + size), remote)) {
                return i;
            }
        }
        return count;
    }

    private void refused(IOException e, InetSocketAddress remote) {
        log.debug(
                "{}: packets go out one by one: {} (segmentation offload is refused: {})",
                local,
                remote,
                e.getMessage());
        if (refused.size() >= MOST_REFUSED) {
            refused.clear();
        }
        refused.put(remote.getAddress(), clock.getAsLong() + PAUSE);
    }

    /** Sends; size 0 is as one packet. False when the socket's buffer is full, or it is closed. */
    private boolean out(ByteBuffer bytes, int from, int to, int size, InetSocketAddress remote) throws IOException {
        long stamp = lock.readLock();
        try {
            int need = size > 0 || to - from > set ? size : set;
            if (need != set) {
                stamp = alone(stamp);
                change(need);
            }
            return write(bytes, from, to, remote);
        } catch (IOException e) {
            if (size > 0 || set == 0) {
                throw e;
            }
            // A path narrower than the segment size refuses even a packet that is not cut.
            stamp = alone(stamp);
            change(0);
            return write(bytes, from, to, remote);
        } finally {
            lock.unlock(stamp);
        }
    }

    private long alone(long stamp) {
        if (StampedLock.isWriteLockStamp(stamp)) {
            return stamp;
        }
        lock.unlockRead(stamp);
        return lock.writeLock();
    }

    private void change(int size) throws IOException {
        if (!isClosed() && set != size) {
            socket.setIntOpt(SOL_UDP, UDP_SEGMENT, size);
            set = size;
        }
    }

    private boolean write(ByteBuffer bytes, int from, int to, InetSocketAddress remote) throws IOException {
        // By address, since asking for it takes less here than in native code.
        return !isClosed()
                && socket.sendToAddress(Buffer.memoryAddress(bytes), from, to, remote.getAddress(), remote.getPort())
                        == to - from;
    }
}
