// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.camquay.dtls.srtp.SrtpKeys;

/** A hostile peer of a DTLS handshake: an honest one whose datagrams are damaged, held back, repeated or replaced. */
public final class DtlsFuzz {
    private static final DtlsCertificate CERTIFICATE = DtlsCertificate.generate(Clock.systemUTC());
    private static final DtlsTimer NO_TIMER = (task, delay) -> () -> {};
    private static final int MOST_STEPS = 40;

    private DtlsFuzz() {}

    /** The first byte says which end is hostile; each further one what happens to the next datagram. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        var script = new Script(data);
        boolean server = script.next() % 2 == 0;
        var honest = new End(server ? DtlsRole.SERVER : DtlsRole.CLIENT);
        var hostile = new End(server ? DtlsRole.CLIENT : DtlsRole.SERVER);
        honest.transport.start();
        hostile.transport.start();
        for (int i = 0; i < MOST_STEPS && script.isThere(); i++) {
            byte[] answer = honest.outgoing.poll();
            if (answer != null) {
                hostile.receive(answer);
            }
            byte[] datagram = hostile.outgoing.poll();
            for (byte[] each : script.change(datagram)) {
                honest.receive(each);
            }
        }
        honest.transport.close();
        hostile.transport.close();
    }

    private static final class Script {
        private final byte[] data;
        private int at;
        private byte[] held = {};

        Script(byte[] data) {
            this.data = data;
        }

        boolean isThere() {
            return at < data.length;
        }

        int next() {
            return at < data.length ? data[at++] & 0xff : 0;
        }

        /** What arrives instead of a datagram, which may be null. */
        List<byte[]> change(byte[] datagram) {
            int action = next();
            if (action % 8 == 7 || datagram == null) {
                int length = Math.min(data.length - at, next() * 4);
                at += length;
                return List.of(Arrays.copyOfRange(data, at - length, at));
            }
            switch (action % 8) {
                case 1 -> {
                    for (int i = 0; i <= action >> 5 && datagram.length > 0; i++) {
                        int where = (next() << 8 | next()) % datagram.length;
                        datagram[where] = (byte) next();
                    }
                }
                case 2 -> {
                    return List.of(datagram, datagram);
                }
                case 3 -> {
                    byte[] before = held;
                    held = datagram;
                    return List.of(before);
                }
                case 4 -> {
                    return List.of(Arrays.copyOf(datagram, (next() << 8 | next()) % (datagram.length + 1)));
                }
                case 5 -> {
                    return List.of();
                }
                default -> {}
            }
            return List.of(datagram);
        }
    }

    private static final class End implements DtlsListener {
        private final Queue<byte[]> outgoing = new ArrayDeque<>();
        private final DtlsTransport transport;

        End(DtlsRole role) {
            transport = new DtlsTransport(
                    CERTIFICATE,
                    DtlsParameters.of(role, List.of(CERTIFICATE.fingerprint())),
                    Runnable::run,
                    NO_TIMER,
                    this);
        }

        void receive(byte[] datagram) {
            transport.receive(datagram, 0, datagram.length);
        }

        @Override
        public void onOutgoingDatagram(byte[] datagram) {
            if (outgoing.size() > 1000) {
                throw new AssertionError("an answer without end");
            }
            outgoing.add(datagram);
        }

        @Override
        public void onConnected(SrtpKeys keys) {}

        @Override
        public void onFailed(String reason) {
            if (reason.isBlank()) {
                throw new AssertionError("no reason");
            }
        }

        @Override
        public void onClosed() {}
    }
}
