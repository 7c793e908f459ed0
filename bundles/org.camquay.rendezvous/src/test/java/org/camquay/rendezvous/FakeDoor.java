// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;

/** A whole signaling server but for the sockets, in virtual time. */
final class FakeDoor implements Timer {
    private record Task(long nanos, long order, Runnable run) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return nanos == other.nanos ? Long.compare(order, other.order) : Long.compare(nanos, other.nanos);
        }
    }

    private static final long SECOND = 1_000_000_000L;
    static final long MEMORY = 96L * 1024 * 1024;

    long now = 5 * SECOND;
    final Tally tally = new Tally(() -> now);
    final Budgets budgets = new Budgets(MEMORY, () -> now, tally);
    final Places places;
    final House house;
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final List<FakeSocket> sockets = new ArrayList<>();
    private long order;
    private long ticked = now;

    FakeDoor() {
        this(Settings.defaults());
    }

    FakeDoor(Settings settings) {
        var server = new SignalingServer(
                settings,
                new Access(new Gate(GateSettings.defaults().open())),
                new ServerList(List.of(), List::of),
                tally,
                () -> now);
        places = new Places(settings.maxConnections(), settings.maxConnectionsPerAddress(), tally);
        house = new House(settings, server, budgets, tally, this, () -> now);
    }

    @Override
    public void after(long nanos, Runnable task) {
        tasks.add(new Task(now + nanos, order++, task));
    }

    /** Lets time go by, with the timers and the tick of each second. */
    void pass(Duration time) {
        var end = now + time.toNanos();
        while (true) {
            var due = tasks.isEmpty() ? Long.MAX_VALUE : tasks.peek().nanos();
            var next = Math.min(due, ticked + SECOND);
            if (next > end) {
                break;
            }
            now = Math.max(now, next);
            if (due <= ticked + SECOND) {
                tasks.remove().run().run();
            } else {
                ticked += SECOND;
                house.server().tick();
                budgets.tick();
            }
        }
        now = end;
    }

    /** Somebody from an address shakes hands. */
    FakeSocket open(String address, String device) {
        var query = device.isEmpty() ? Map.<String, List<String>>of() : Map.of("device", List.of(device));
        var socket = new FakeSocket();
        var place = places.take(address, !device.isEmpty(), now).place().orElseThrow();
        socket.of(new SocketLink(house, socket, place, Credentials.of(null, query, address)));
        sockets.add(socket);
        return socket;
    }

    FakeSocket device(String room) {
        var device = open("10.0.0.1", "11111111-1111-1111-1111-111111111111");
        device.say(call("register", "{\"name\":\"" + room + "\"}"));
        return device;
    }

    FakeSocket viewer(String address) {
        var viewer = open(address, "");
        viewer.say(call("register", "{}"));
        return viewer;
    }

    /** Begins a session; returns its id. Device and viewer must read. */
    String meet(FakeSocket viewer, FakeSocket device, String room) {
        viewer.say(call("connect", "{\"peer\":\"" + room + "\",\"authorization\":\"\"}"));
        var connect = device.read.get(device.read.size() - 1);
        device.say("{\"jsonrpc\":\"2.0\",\"id\":" + connect.replaceAll(".*\"id\":(\\d+).*", "$1") + ",\"result\":{}}");
        return connect.replaceAll(".*\"session\":\"([^\"]+)\".*", "$1");
    }

    static String call(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    static String trickle(String session, String candidate) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"trickle\",\"params\":{\"session\":\"" + session
                + "\",\"candidate\":{\"candidate\":\"" + candidate + "\"}}}";
    }
}
