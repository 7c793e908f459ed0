// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.doors;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.camquay.itests.bench.Spectators;

/** Attacks by viewers who never watch. */
final class PeerAttacks {
    private static final int ADDRESSES = 200;
    private static final int PEERS = 70;
    private static final double PEERS_SECONDS = 15;
    private static final int RESTARTERS = 10;
    private static final long ANSWER_MILLIS = 2000;
    private static final Pattern LOCATION = Pattern.compile("(?im)^Location: *(\\S+)");

    private PeerAttacks() {}

    /** 5,000 offers in a minute, after which nothing comes. */
    static void offers(Strangers strangers) {
        var senders = new Stranger[ADDRESSES];
        for (int i = 0; strangers.pace(1, 5000 / 60.0); i = (i + 1) % ADDRESSES) {
            if (senders[i] == null || senders[i].isGone()) {
                senders[i] = strangers.from(i);
            }
            senders[i].request("POST /whep/" + Scene.STREAM, "Content-Type: application/sdp\r\n", offer("o" + i));
            senders[i].read(0);
        }
    }

    /** 70 every 15 s whose ICE finds a path and whose DTLS says nothing, or half of it. */
    static void silent(Strangers strangers) throws Exception {
        var receivers = new Spectators(strangers.server(), Scene.STREAM, Scene.ROOM);
        strangers.add(receivers);
        do {
            for (int i = 0; i < PEERS && strangers.pace(1, PEERS); i++) {
                var sender = strangers.from(i);
                try {
                    strangers.add(receivers.silent(i, strangers.address(i), offer -> answer(sender, offer)));
                } catch (IOException e) {
                    sender.close(); // refused
                }
            }
        } while (strangers.pace(PEERS_SECONDS - 1, 1));
    }

    private static String answer(Stranger sender, String offer) throws IOException {
        sender.request("POST /whep/" + Scene.STREAM, "Content-Type: application/sdp\r\n", offer);
        var reply = sender.readUntil("a=end-of-candidates", TimeUnit.SECONDS.toMillis(1));
        if (!reply.startsWith("HTTP/1.1 201")) {
            throw new IOException("refused");
        }
        return reply.substring(reply.indexOf("\r\n\r\n") + 4);
    }

    /** 1,500 restarts of ICE by a few viewers. */
    static void restarts(Strangers strangers) {
        var senders = new Stranger[RESTARTERS];
        var locations = new String[RESTARTERS];
        int rate = 1500 / 5;
        int left = 1500;
        for (int i = 0; strangers.pace(1, rate) && left > 0; i = (i + 1) % RESTARTERS) {
            if (senders[i] == null || senders[i].isGone()) {
                senders[i] = strangers.from(i);
                locations[i] = "";
            }
            if (locations[i].isEmpty()) {
                senders[i].request("POST /whep/" + Scene.STREAM, "Content-Type: application/sdp\r\n", offer("r" + i));
                var location = LOCATION.matcher(senders[i].readUntil("\r\n\r\n", ANSWER_MILLIS));
                locations[i] = location.find() ? location.group(1) : "/none";
            }
            senders[i].request(
                    "PATCH " + locations[i],
                    "If-Match: *\r\nContent-Type: application/trickle-ice-sdpfrag\r\n",
                    "a=ice-ufrag:u" + left + "xxx\r\na=ice-pwd:abcdefghijklmnopqrstuvwx" + left + "\r\n");
            if (senders[i].read(5).contains(" 404 ")) {
                locations[i] = "";
            }
            left--;
        }
    }

    private static String offer(String fragment) {
        return String.join(
                "\r\n",
                "v=0",
                "o=- 1 2 IN IP4 127.0.0.1",
                "s=-",
                "t=0 0",
                "a=group:BUNDLE 0",
                "m=video 9 UDP/TLS/RTP/SAVPF 96",
                "c=IN IP4 0.0.0.0",
                "a=mid:0",
                "a=recvonly",
                "a=rtcp-mux",
                "a=ice-ufrag:" + fragment + "abcd",
                "a=ice-pwd:abcdefghijklmnopqrstuvwx",
                "a=fingerprint:sha-256 " + "AA:".repeat(31) + "AA",
                "a=setup:actpass",
                "a=rtpmap:96 H264/90000",
                "a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
                "a=candidate:1 1 udp 2130706431 192.0.2.9 5000 typ host",
                "a=end-of-candidates",
                "");
    }
}
