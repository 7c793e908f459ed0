// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camquay.api.net.EventLoop;
import org.camquay.net.Addresses;
import org.camquay.stun.AttributeType;
import org.camquay.stun.RetransmissionSchedule;
import org.camquay.stun.StunCheck;
import org.camquay.stun.StunClass;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.camquay.stun.StunTransaction;
import org.camquay.stun.TransactionId;

/** Asks STUN servers from every base what our address is out there (RFC 8445 §5.1.1.2), all at the same time. */
final class ServerReflexive {
    /** Sent at 0, 0.5, 1.5 and 3.5 s, given up at 7.5 s (RFC 8489 §6.2.1 with a smaller Rc and Rm). */
    private static final RetransmissionSchedule SCHEDULE = new RetransmissionSchedule(Duration.ofMillis(500), 4, 8);

    private static final int LIMIT = 64;

    private record Way(Transport base, InetSocketAddress server) {}

    private final Generation generation;
    private final Journal journal;
    private final EventLoop loop;
    private final Map<TransactionId, Question> open = new HashMap<>();
    private final Map<InetSocketAddress, Servers.Entry> servers = new HashMap<>();
    private final Set<Way> asked = new HashSet<>();
    private int resolving;

    ServerReflexive(Generation generation) {
        this.generation = generation;
        this.journal = generation.setup().journal();
        this.loop = generation.setup().loop();
    }

    /** Begins to ask those that can be asked over UDP; a TURN server answers the same question. */
    void gather(List<Servers.Entry> entries) {
        for (var entry : entries) {
            if (entry.isUdp()) {
                if (!entry.isTurn()) {
                    journal.asking(entry.text());
                }
                resolving++;
                generation.setup().resolver().resolve(entry.url().host(), loop, found -> onResolved(entry, found));
            }
        }
    }

    private void onResolved(Servers.Entry entry, HostResolver.Resolution found) {
        resolving--;
        if (generation.isClosed()) {
            return;
        }
        if (found.addresses().isEmpty()) {
            failed(entry, found.failure());
        }
        // One of a family is enough: they are the same server.
        var families = new HashSet<Class<? extends InetAddress>>();
        for (var address : found.addresses()) {
            if (families.add(address.getClass())) {
                // Of a STUN and a TURN entry for the same server, the STUN one is what the answer is reported for.
                servers.merge(
                        new InetSocketAddress(address, entry.url().port()),
                        entry,
                        (known, other) -> known.isTurn() ? other : known);
            }
        }
        askAll();
        generation.gathering().check();
    }

    /** Asks from the bases that did not ask yet. */
    void askAll() {
        for (var base : generation.setup().bases().get()) {
            for (var server : servers.keySet()) {
                if (mayReach(base, server) && asked.size() < LIMIT && asked.add(new Way(base, server))) {
                    new Question(base, server).begin();
                }
            }
        }
    }

    private static boolean mayReach(Transport base, InetSocketAddress server) {
        return base.protocol() == Protocol.UDP
                && base.canReach(server)
                && base.localAddress().getAddress().isLoopbackAddress()
                        == server.getAddress().isLoopbackAddress();
    }

    boolean isPending() {
        return resolving > 0 || !open.isEmpty();
    }

    void onResponse(Transport base, InetSocketAddress remote, StunMessage response) {
        var question = open.get(response.transactionId());
        if (question != null && question.base == base && question.server.equals(remote)) {
            question.onResponse(response);
        }
    }

    /** What a TURN server says here is not what it was asked for above all: its outcome is that of the allocation. */
    private void answered(Servers.Entry entry, String outcome) {
        if (!entry.isTurn()) {
            journal.answered(entry.text(), outcome);
        }
    }

    private void failed(Servers.Entry entry, String outcome) {
        if (!entry.isTurn()) {
            journal.failed(entry.text(), outcome);
        }
    }

    void close() {
        List.copyOf(open.values()).forEach(Question::end);
    }

    private final class Question {
        private final Transport base;
        private final InetSocketAddress server;
        private final StunTransaction transaction;
        private EventLoop.Timer timer;

        Question(Transport base, InetSocketAddress server) {
            this.base = base;
            this.server = server;
            var request = StunMessage.request(StunMethod.BINDING).fingerprint().build();
            transaction = new StunTransaction(request, SCHEDULE, loop.nanoTime());
        }

        void begin() {
            var id = transaction.request().transactionId();
            open.put(id, this);
            base.expect(id, generation.inbox());
            run();
        }

        private void run() {
            timer = null;
            switch (transaction.poll(loop.nanoTime())) {
                case SEND -> {
                    base.send(transaction.request().buffer(), server);
                    await();
                }
                case WAIT -> await();
                case TIMED_OUT -> {
                    end();
                    failed(
                            servers.get(server),
                            "no answer over UDP from " + Addresses.text(server) + ": it is down, or UDP is blocked");
                    generation.gathering().check();
                }
                case DONE -> {}
            }
        }

        private void await() {
            transaction
                    .deadline()
                    .ifPresent(deadline -> timer = loop.schedule(this::run, Math.max(0, deadline - loop.nanoTime())));
        }

        private void end() {
            var id = transaction.request().transactionId();
            open.remove(id);
            base.forget(id);
            transaction.cancel();
            if (timer != null) {
                timer.cancel();
            }
        }

        private void onResponse(StunMessage response) {
            var mapped = response.attribute(AttributeType.XOR_MAPPED_ADDRESS);
            if (response.verifyFingerprint() == StunCheck.INVALID || response.method() != StunMethod.BINDING) {
                return;
            }
            end();
            var entry = servers.get(server);
            if (response.messageClass() != StunClass.SUCCESS_RESPONSE) {
                failed(entry, "it answers with an error: is it a STUN server?");
            } else if (mapped.isEmpty() || !isSane(mapped.get())) {
                failed(entry, "it answers without an address that could be used: name another server");
            } else {
                var address = mapped.get();
                answered(entry, "sees " + Addresses.text(base.localAddress()) + " as " + Addresses.text(address));
                generation.addLocal(base, Candidate.serverReflexive(base, address, server), entry.text());
            }
            generation.gathering().check();
        }

        private boolean isSane(InetSocketAddress mapped) {
            return base.canReach(mapped) && Addresses.isPeer(mapped.getAddress(), mapped.getPort());
        }
    }
}
