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

/** A viewer as Chromium is: which asks for what is missing at once, and each 100 ms, and shows a picture when it is due. */
final class Screen extends PlainOutlet {
    static final int MEDIA = 7;
    static final int RTX = 8;

    private static final double MILLIS = 1e6;
    private static final long ASK_AGAIN = 100_000_000;
    private static final long LOOK_AGAIN = 20_000_000;
    private static final int FU_A = 28;
    private static final int KEY_SLICE = 5;
    private static final int PLAYOUT_DELAY = 2;
    /** Decoding, and until the screen is drawn. */
    private static final double RENDER = 10;

    /** When pictures were shown, milliseconds. */
    final List<Double> shown = new ArrayList<>();

    private final FakeEventLoop loop;
    private final Bottleneck link;
    private final long oneWay;
    private final PriorityQueue<Packet> flying = new PriorityQueue<>((a, b) -> Long.compare(a.arrival, b.arrival));
    private final TreeMap<Long, Packet> received = new TreeMap<>();
    private final Map<Long, Long> askedAt = new HashMap<>();
    private final ScreenClock clock = new ScreenClock();
    private long next = -1;
    private long latest = -1;
    private double minDelay;
    private long unwrapped;
    private long lookedAt;

    private record Packet(
            long arrival, long number, long timestamp, boolean key, boolean last, boolean again, int minDelay) {}

    Screen(FakeEventLoop loop, Bottleneck link, long oneWayMillis) {
        this.loop = loop;
        this.link = link;
        this.oneWay = (long) (oneWayMillis * MILLIS);
    }

    @Override
    void onPacket(RtpPacket packet, int length) {
        int number = packet.extension(1).orElseThrow().getShort() & 0xffff;
        long arrival = link.send(number, length, loop.nanoTime());
        if (arrival < 0) {
            return;
        }
        int delay = packet.extension(PLAYOUT_DELAY)
                .map(value -> 10 * ((value.getShort(0) & 0xffff) >> 4))
                .orElse(-1);
        var payload = packet.payload();
        boolean again = packet.header().ssrc() == RTX;
        int sequence = again ? payload.getShort() & 0xffff : packet.header().sequenceNumber();
        int first = payload.get() & 0x1f;
        boolean key = first == FU_A ? (payload.get() & 0x9f) == (0x80 | KEY_SLICE) : first == KEY_SLICE;
        var header = packet.header();
        flying.add(new Packet(arrival, sequence, header.timestamp(), key, header.marker(), again, delay));
    }

    /** What has arrived by now is looked at; packets missed are asked for. */
    void look(Consumer<GenericNack> asked) {
        long now = loop.nanoTime();
        while (!flying.isEmpty() && flying.peek().arrival <= now) {
            take(flying.poll());
        }
        show(now / MILLIS);
        ask(now, asked);
    }

    private void take(Packet packet) {
        long sequence = latest < 0 ? packet.number : latest + (short) (packet.number - latest);
        latest = Math.max(latest, sequence);
        next = next < 0 ? sequence : next;
        if (sequence >= next) {
            received.putIfAbsent(sequence, packet);
        }
    }

    private void show(double now) {
        boolean found = true;
        while (found) {
            found = showFrom(next, now);
            if (!found) {
                var keys = received.tailMap(next + 1).entrySet().stream()
                        .filter(entry -> entry.getValue().key)
                        .map(Map.Entry::getKey)
                        .toList();
                found = keys.stream().anyMatch(first -> showFrom(first, now));
            }
        }
    }

    private boolean showFrom(long first, double now) {
        boolean again = false;
        for (long i = first; received.containsKey(i); i++) {
            var packet = received.get(i);
            again |= packet.again;
            if (packet.last) {
                complete(received.get(first), again, now);
                next = i + 1;
                received.headMap(next).clear();
                return true;
            }
        }
        return false;
    }

    private void complete(Packet first, boolean again, double now) {
        // 32 bits on the wire, which begin anywhere
        unwrapped = unwrapped == 0 ? first.timestamp : unwrapped + (int) (first.timestamp - unwrapped);
        double timestamp = unwrapped / 90.0;
        if (!again) {
            clock.arrived(now, timestamp);
        }
        minDelay = first.minDelay >= 0 ? first.minDelay : minDelay;
        double due =
                Double.isNaN(clock.expected(timestamp)) ? now : clock.expected(timestamp) + Math.max(RENDER, minDelay);
        double before = shown.isEmpty() ? 0 : shown.get(shown.size() - 1);
        shown.add(Math.max(before, Math.max(now, due)));
    }

    private void ask(long now, Consumer<GenericNack> asked) {
        boolean again = now - lookedAt >= LOOK_AGAIN;
        lookedAt = again ? now : lookedAt;
        var missing = new ArrayList<Integer>();
        for (long i = Math.max(next, latest - 500); i < latest; i++) {
            Long at = askedAt.get(i);
            if (!received.containsKey(i) && (at == null || again && now - at > ASK_AGAIN)) {
                askedAt.put(i, now);
                missing.add((int) i & 0xffff);
            }
        }
        if (!missing.isEmpty() && !link.lost()) {
            int[] lost = missing.stream().mapToInt(i -> i).toArray();
            loop.schedule(() -> asked.accept(GenericNack.of(1, MEDIA, lost)), oneWay);
        }
    }

    double longestGap() {
        double longest = 0;
        for (int i = 1; i < shown.size(); i++) {
            longest = Math.max(longest, shown.get(i) - shown.get(i - 1));
        }
        return longest;
    }
}
