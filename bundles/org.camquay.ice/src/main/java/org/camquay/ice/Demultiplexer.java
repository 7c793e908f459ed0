// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.camquay.stun.PacketKind;
import org.camquay.stun.Stun;
import org.camquay.stun.StunClass;
import org.camquay.stun.TransactionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds whose a packet on a shared port is: requests by user fragment, responses by transaction id, and what is not
 * STUN by the address it came from (RFC 7983). RTCP from an unknown address may be that of a peer that moved ({@link Strays}).
 * What is nobody's is counted and costs nothing more. Thread: any.
 */
final class Demultiplexer {
    private static final Logger log = LoggerFactory.getLogger(Demultiplexer.class);
    private static final long LOG_PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final Map<String, Inbox> fragments = new ConcurrentHashMap<>();
    private final Map<TransactionId, Inbox> transactions = new ConcurrentHashMap<>();
    private final Strays strays = new Strays();
    private final LongAdder junk = new LongAdder();
    private final LongAdder strangers = new LongAdder();
    private final AtomicLong logged = new AtomicLong(System.nanoTime() - LOG_PAUSE);

    /** Requests to this user fragment are for {@code inbox}; false if it is another's already. */
    boolean claim(String usernameFragment, Inbox inbox) {
        return fragments.putIfAbsent(usernameFragment, inbox) == null;
    }

    /** Undoes {@link #claim}. */
    void release(String usernameFragment) {
        fragments.remove(usernameFragment);
    }

    void expect(TransactionId id, Inbox inbox) {
        transactions.put(id, inbox);
    }

    void forget(TransactionId id) {
        transactions.remove(id);
    }

    /** Hands a packet on; {@code admitted} are the peers known on that transport. */
    void onPacket(SharedTransport transport, InetSocketAddress remote, ByteBuffer packet) {
        var kind = PacketKind.of(packet);
        var inbox = transport.admitted(remote);
        if (kind == PacketKind.DTLS || kind == PacketKind.STUN && inbox == null) {
            transport.attend();
        }
        switch (kind) {
            case DTLS -> deliver(inbox, transport, remote, packet);
            case RTP_RTCP -> {
                boolean stray = inbox == null && transport.protocol() == Protocol.UDP && Strays.isReport(packet);
                if (!stray || !strays.show(fragments.values(), transport, remote, packet)) {
                    deliver(inbox, transport, remote, packet);
                }
            }
            case STUN -> onStun(transport, remote, packet);
            default -> junk.increment();
        }
    }

    private void onStun(Transport transport, InetSocketAddress remote, ByteBuffer packet) {
        if (!Stun.isStun(packet)) {
            junk.increment();
        } else if (Stun.messageClass(packet).isResponse()) {
            deliver(transactions.get(Stun.transactionId(packet)), transport, remote, packet);
        } else if (Stun.messageClass(packet) == StunClass.REQUEST) {
            var fragment = Stun.usernameFragment(packet).orElse("");
            deliver(fragments.get(fragment), transport, remote, packet);
        }
    }

    private void deliver(Inbox inbox, Transport transport, InetSocketAddress remote, ByteBuffer packet) {
        if (inbox != null) {
            inbox.put(transport, remote, packet);
            return;
        }
        strangers.increment();
        long now = System.nanoTime();
        long before = logged.get();
        if (log.isDebugEnabled() && now - before > LOG_PAUSE && logged.compareAndSet(before, now)) {
            log.debug("{} sends packets that are nobody's; {} such in all", remote, strangers.sum());
        }
    }

    /** Packets that were no STUN, DTLS, RTP or RTCP. */
    long junk() {
        return junk.sum();
    }

    /** Packets of an unknown user fragment, transaction or address. */
    long strangers() {
        return strangers.sum();
    }

    /** What agents have left here; none when all are closed. */
    int registrations() {
        return fragments.size() + transactions.size();
    }
}
