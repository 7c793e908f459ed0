// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.doors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Attacks on the WebSocket at {@code /signaling}. */
final class SocketAttacks {
    /** Each address has fewer connections than an ordinary limit by address, so that the limits in all count. */
    private static final int EACH = 30;

    /** Fast enough to fill a heap of 96 MB within 5 s, if all of it is kept. */
    private static final double BYTES_PER_SECOND = 16e6;

    /** 900 halves are there within 4 s. */
    private static final double HALF_BYTES_PER_SECOND = 60e6;

    /** Connections a second. */
    private static final double OPENED = 600;

    private static final Pattern SESSION = Pattern.compile("\"session\":\"([^\"]+)\"");

    private SocketAttacks() {}

    /** Pings of the longest size from somebody who never reads a pong; whoever is thrown out comes again. */
    static void pings(Strangers strangers) {
        var ping = Stranger.frame(Stranger.PING, true, "p".repeat(125));
        byte[] many = new byte[ping.length * 100];
        for (int i = 0; i < many.length; i++) {
            many[i] = ping[i % ping.length];
        }
        flood(strangers, 4, many);
    }

    /** Calls with a long id, which an answer would repeat. */
    static void echoes(Strangers strangers) {
        flood(
                strangers,
                40,
                Stranger.frame(
                        Stranger.TEXT,
                        true,
                        "{\"jsonrpc\":\"2.0\",\"id\":\"" + "i".repeat(60_000)
                                + "\",\"method\":\"nothing\",\"params\":{}}"));
    }

    private static void flood(Strangers strangers, int count, byte[] bytes) {
        var senders = new Stranger[count];
        Arrays.setAll(senders, i -> strangers.from(i / 2).registered());
        for (int i = 0; strangers.pace(bytes.length, BYTES_PER_SECOND); i = (i + 1) % count) {
            if (senders[i].isGone()) {
                senders[i].close();
                senders[i] = strangers.from(i / 2).registered();
            }
            senders[i].send(bytes);
        }
    }

    /** 900 messages that never end, of people with and without an id. */
    static void halfMessages(Strangers strangers) {
        var begin = Stranger.frame(
                Stranger.TEXT,
                false,
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"connect\",\"params\":{\"peer\":\"" + "x".repeat(240_000));
        var more = Stranger.frame(Stranger.CONTINUATION, false, "x");
        var senders = upgraded(strangers, 900);
        for (int i = 0; i < senders.size(); i++) {
            var sender = senders.get(i);
            if (i % 2 == 0) {
                sender.register();
            }
            sender.send(begin);
            strangers.pace(begin.length, HALF_BYTES_PER_SECOND);
        }
        for (int i = 0; strangers.pace(1, 3000); i = (i + 1) % senders.size()) {
            senders.get(i).send(more);
        }
    }

    /** 1,000 who register and say nothing more; those whom the server ends come again. */
    static void idle(Strangers strangers) {
        var sockets = upgraded(strangers, 1000);
        sockets.forEach(Stranger::register);
        for (int i = 0; strangers.pace(1, 50); i = (i + 1) % sockets.size()) {
            sockets.get(i).read(0);
            if (sockets.get(i).isGone()) {
                sockets.get(i).close();
                sockets.set(i, strangers.from(i / EACH).registered());
            }
        }
    }

    private static List<Stranger> upgraded(Strangers strangers, int count) {
        var all = new ArrayList<Stranger>();
        for (int i = 0; i < count && strangers.pace(1, OPENED); i++) {
            var one = strangers.from(i / EACH);
            one.upgrade();
            all.add(one);
        }
        return all;
    }

    /** Viewers who send more candidates than the camera's line to its rendezvous takes: short ones and long ones. */
    static void trickles(Strangers strangers) {
        var senders = new ArrayList<Stranger>();
        List<byte[]> bursts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            var sender = strangers.from(i).registered();
            sender.send(Stranger.frame(
                    Stranger.TEXT,
                    true,
                    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"connect\",\"params\":{\"peer\":\"" + Scene.ROOM
                            + "\",\"authorization\":\"\"}}"));
            var session = SESSION.matcher(sender.readUntil("\"session\"", 2000) + sender.read(20));
            if (session.find()) {
                senders.add(sender);
                bursts.add(trickle(session.group(1), i % 2 == 0 ? 400 : 50_000));
            }
        }
        for (int i = 0; !senders.isEmpty() && strangers.pace(bursts.get(i).length, BYTES_PER_SECOND); ) {
            senders.get(i).send(bursts.get(i));
            i = (i + 1) % senders.size();
        }
    }

    private static byte[] trickle(String session, int length) {
        var candidate = "candidate:1 1 udp 2130706431 127.1.1.1 5000 typ host x " + "x".repeat(length);
        return Stranger.frame(
                Stranger.TEXT,
                true,
                "{\"jsonrpc\":\"2.0\",\"method\":\"trickle\",\"params\":{\"session\":\"" + session
                        + "\",\"candidate\":{\"candidate\":\"" + candidate
                        + "\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0}}}");
    }
}
