// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BooleanSupplier;
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
    /** One path may be narrower than the packets, or lead through a device that cannot; that many in a row say all. */
    private static final int REFUSALS = 64;

    private final Socket socket;
    private final InetSocketAddress local;
    /** Whether its owner has closed it without asking. */
    private final BooleanSupplier lost;

    private final StampedLock lock = new StampedLock();
    private final LongAdder offloaded = new LongAdder();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean closed;
    private volatile boolean offload = true;
    /** What UDP_SEGMENT is; 0 is off. Written under the write lock. */
    private int set;

    SegmentedSocket(Socket socket, InetSocketAddress local, BooleanSupplier lost) {
        this.socket = socket;
        this.local = local;
        this.lost = lost;
    }

    /** Packets that went out several at a time. */
    long offloaded() {
        return offloaded.sum();
    }

    /** Whether segments are still given to the kernel together. */
    boolean offloads() {
        return offload;
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
        if (count > 1 && offload) {
            try {
                boolean sent = out(bytes, from, to, size, remote);
                refusals.setPlain(0);
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
        log.trace("no segments from {} to {}", local, remote, e);
        if (refusals.incrementAndGet() >= REFUSALS && offload) {
            offload = false;
            log.info(
                    "{}: packets go out one by one from now on, segmentation offload is refused: {}",
                    local,
                    e.getMessage());
        }
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
