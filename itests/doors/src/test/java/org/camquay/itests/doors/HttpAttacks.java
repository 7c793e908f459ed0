// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.doors;

import java.util.ArrayList;

/** Attacks on HTTP: requests that do not end, answers that nobody reads. */
final class HttpAttacks {
    private static final int EACH = 30;
    /** A second: connections are cheap for strangers, but this is about holding them. */
    private static final double REOPENED = 50;

    private HttpAttacks() {}

    /** 230 bodies of which a byte comes twice a second, at commands and at WHEP. */
    static void slowPosts(Strangers strangers) {
        var senders = new ArrayList<Stranger>();
        for (int i = 0; i < 230 && !strangers.isOver(); i++) {
            senders.add(slowPost(strangers, i));
        }
        for (int i = 0; strangers.pace(1, 2.0 * senders.size()); i = (i + 1) % senders.size()) {
            var sender = senders.get(i);
            sender.read(0);
            if (sender.isGone()) {
                sender.close();
                senders.set(i, slowPost(strangers, i));
            } else {
                sender.send(" ");
            }
        }
    }

    private static Stranger slowPost(Strangers strangers, int number) {
        var sender = strangers.from(number / EACH);
        boolean command = number % 2 == 0;
        sender.send((command ? "POST /api/version" : "POST /whep/" + Scene.STREAM) + " HTTP/1.1\r\nHost: "
                + sender.host() + "\r\nContent-Type: " + (command ? "application/json" : "application/sdp")
                + "\r\nContent-Length: 1000\r\n\r\n" + (command ? "{" : "v=0\r\n"));
        return sender;
    }

    /** 250 who ask for a page again and again and read nothing; few enough times that no limit by address answers instead. */
    static void unreadResponses(Strangers strangers) {
        var senders = new ArrayList<Stranger>();
        for (int i = 0; i < 250 && !strangers.isOver(); i++) {
            senders.add(unread(strangers, i));
        }
        for (int i = 0; strangers.pace(1, REOPENED); i = (i + 1) % senders.size()) {
            senders.get(i).send(new byte[0]);
            if (senders.get(i).isGone()) {
                senders.get(i).close();
                senders.set(i, unread(strangers, i));
            }
        }
    }

    private static Stranger unread(Strangers strangers, int number) {
        var sender = strangers.from(number / 2);
        sender.send(get(sender, number % 2 == 0 ? "/camquay.js" : "/play/" + Scene.ROOM)
                .repeat(50));
        return sender;
    }

    private static String get(Stranger sender, String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + sender.host() + "\r\n\r\n";
    }

    /** A hundred requests at once, and no patience for the first answer: 20 times a second. */
    static void hangUps(Strangers strangers) {
        var paths = new String[] {"/camquay.js", "/api/version", "/play/" + Scene.ROOM, "/health"};
        for (int i = 0; strangers.pace(1, 20); i++) {
            var sender = strangers.from(i % 50);
            sender.send(get(sender, paths[i % paths.length]).repeat(100));
            sender.read(i % 3);
            sender.hangUp();
        }
    }
}
