// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.webrtc.congestion.Bottleneck;

/** A viewer behind a bottleneck, as browsers are: asks again for what is missing, and shows each picture once it can. */
class Spectator extends PlainOutlet {
    static final int MEDIA = 7;
    static final int RTX = 8;

    private static final long MILLIS = 1_000_000;
    private static final int FU_A = 28;
    private static final int KEY_SLICE = 5;

    private final FakeEventLoop loop;
    private final Bottleneck link;
    private final long oneWay;
    private final PriorityQueue<Packet> flying = new PriorityQueue<>((a, b) -> Long.compare(a.arrival, b.arrival));
    private final TreeMap<Long, Packet> received = new TreeMap<>();
    private final Map<Long, Long> askedAt = new HashMap<>();
    /** When pictures were shown, nanoseconds. */
    final List<Long> shown = new ArrayList<>();

    private long bytes;
    private long next = -1;
    private long latest = -1;
    private long unnumbered;
    private boolean sentAny;
    private int lastNumber;
    private long lastTimestamp;
    private boolean pictureEnded;
    private long disorderly;

    private record Packet(long arrival, long number, boolean key, boolean last, int bytes) {}

    Spectator(FakeEventLoop loop, Bottleneck link, long oneWayMillis) {
        this.loop = loop;
        this.link = link;
        this.oneWay = oneWayMillis * MILLIS;
    }

    @Override
    void onPacket(RtpPacket packet, int length) {
        watchOrder(packet);
        int number = packet.extension(1).map(value -> value.getShort() & 0xffff).orElseGet(() ->
                (int) (unnumbered++ & 0xffff));
        long arrival = link.send(number, length, loop.nanoTime());
        if (arrival >= 0) {
            var payload = packet.payload();
            boolean again = packet.header().ssrc() == RTX;
            int sequence = again ? payload.getShort() & 0xffff : packet.header().sequenceNumber();
            int first = payload.get() & 0x1f;
            boolean key = first == FU_A ? (payload.get() & 0x9f) == (0x80 | KEY_SLICE) : first == KEY_SLICE;
            flying.add(new Packet(arrival, sequence, key, packet.header().marker(), length));
        }
    }

    /** Numbers are to go on, and timestamps to grow from picture to picture, whatever is sent. */
    private void watchOrder(RtpPacket packet) {
        var header = packet.header();
        if (header.ssrc() != MEDIA) {
            return;
        }
        int step = (short) (header.sequenceNumber() - lastNumber);
        int later = (int) (header.timestamp() - lastTimestamp);
        // a number is left out where a picture was given up
        if (sentAny && (step < 1 || step > 2 || later < 0 || pictureEnded && later == 0)) {
            disorderly++;
        }
        sentAny = true;
        lastNumber = header.sequenceNumber();
        lastTimestamp = header.timestamp();
        pictureEnded = header.marker();
    }

    /** How many packets were sent with a number or timestamp that does not follow on those before. */
    long disorderly() {
        return disorderly;
    }

    /** The latest number that has arrived. */
    long latest() {
        return Math.max(0, latest);
    }

    /** Bytes that have arrived. */
    long bytes() {
        return bytes;
    }

    /** What has arrived by now is looked at; packets missed are asked for. */
    void look(Consumer<GenericNack> asked) {
        long now = loop.nanoTime();
        while (!flying.isEmpty() && flying.peek().arrival <= now) {
            take(flying.poll());
        }
        show(now);
        ask(now, asked);
    }

    private void take(Packet packet) {
        bytes += packet.bytes;
        long sequence = latest < 0 ? packet.number : latest + (short) (packet.number - latest);
        latest = Math.max(latest, sequence);
        next = next < 0 ? sequence : next;
        if (sequence >= next) {
            received.put(sequence, new Packet(packet.arrival, sequence, packet.key, packet.last, packet.bytes));
        }
    }

    private void show(long now) {
        boolean found = true;
        while (found) {
            found = showFrom(next, now);
            if (!found) {
                var keys = received.tailMap(next).values().stream()
                        .filter(Packet::key)
                        .map(Packet::number)
                        .toList();
                found = keys.stream().anyMatch(first -> showFrom(first, now));
            }
        }
    }

    private boolean showFrom(long first, long now) {
        for (long i = first; received.containsKey(i); i++) {
            if (received.get(i).last) {
                shown.add(now);
                next = i + 1;
                received.headMap(next).clear();
                return true;
            }
        }
        return false;
    }

    private void ask(long now, Consumer<GenericNack> asked) {
        var missing = new ArrayList<Integer>();
        for (long i = Math.max(next, latest - 500); i < latest; i++) {
            if (!received.containsKey(i)
                    && now - askedAt.getOrDefault(i, Long.MIN_VALUE / 2) > 2 * oneWay + 10 * MILLIS) {
                askedAt.put(i, now);
                missing.add((int) i & 0xffff);
            }
        }
        if (!missing.isEmpty()) {
            int[] lost = missing.stream().mapToInt(i -> i).toArray();
            loop.schedule(() -> asked.accept(GenericNack.of(1, MEDIA, lost)), oneWay);
        }
    }

    /** Milliseconds from a moment until no time longer than so much is without a picture any more. */
    long steadyAfter(long from, long freezeMillis) {
        long steady = 0;
        for (int i = 1; i < shown.size(); i++) {
            if (shown.get(i) > from && shown.get(i) - shown.get(i - 1) > freezeMillis * MILLIS) {
                steady = (shown.get(i) - from) / MILLIS;
            }
        }
        return steady;
    }

    /** As text, those times: begin since a moment, and length, in milliseconds. */
    String gaps(long from, long freezeMillis) {
        var text = new StringBuilder();
        for (int i = 1; i < shown.size(); i++) {
            long length = shown.get(i) - shown.get(i - 1);
            if (shown.get(i) > from && length > freezeMillis * MILLIS) {
                text.append((shown.get(i - 1) - from) / MILLIS)
                        .append('+')
                        .append(length / MILLIS)
                        .append(' ');
            }
        }
        return text.toString();
    }
}
