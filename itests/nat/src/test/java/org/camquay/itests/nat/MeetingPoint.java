// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.Workspace;

/** A rendezvous on TCP port 443, and the TURN server it sends both ends to, at an address of its own. */
final class MeetingPoint implements AutoCloseable {
    /** Which STUN and TURN servers it names. */
    enum Turn {
        CAMQUAY("203.0.113.2", "203.0.113.3"),
        COTURN("203.0.113.4", "203.0.113.5"),
        NONE("203.0.113.6", ""),
        DEAD_STUN("203.0.113.7", ""),
        BOTH("203.0.113.8", ""),
        BRIEF("203.0.113.9", "");

        final String rendezvous;
        final String address;

        Turn(String rendezvous, String address) {
            this.rendezvous = rendezvous;
            this.address = address;
        }

        @Override
        public String toString() {
            return switch (this) {
                case CAMQUAY -> "our TURN server";
                case COTURN -> "coturn";
                case NONE -> "only STUN";
                case DEAD_STUN -> "a dead STUN server and a live one";
                case BOTH -> "our TURN server and coturn";
                case BRIEF -> "our TURN server, for a minute";
            };
        }
    }

    /** Known to our TURN server for good. */
    static final String USER = "ann";

    static final String PASSWORD = "lee";
    private static final String SECRET = "north-of-the-lab";
    private static final int TTL_SECONDS = 3600;
    private static final int BRIEF_SECONDS = 60;

    /** An address of the lab's internet that has no host. */
    private static final String NOBODY = "203.0.113.250";

    private final Turn turn;
    private final Site server;
    private final TestAuthority authority;
    private final Product product;
    private Process coturn;

    MeetingPoint(Turn turn, Site server, TestAuthority authority) throws IOException {
        this.turn = turn;
        this.server = server;
        this.authority = authority;
        var etc = Workspace.temporary("etc-" + turn.name());
        writeServers(etc);
        if (turn == Turn.CAMQUAY) {
            authority.issue(turn.name(), turn.address);
            Files.writeString(etc.resolve("org.camquay.turn.TurnServer.cfg"), settings(turn, authority));
        } else if (turn == Turn.COTURN) {
            authority.issue(turn.name(), turn.address);
            startRelay();
        }
        product = Product.start(
                server,
                etc,
                "--features=rendezvous",
                "--bind=" + turn.rendezvous,
                "--port=443",
                "--open",
                "--turn-port=" + (turn == Turn.CAMQUAY ? 3478 : 0));
    }

    private void writeServers(Path etc) throws IOException {
        switch (turn) {
            case CAMQUAY, COTURN -> writeRelays(etc, turn, TTL_SECONDS);
            case BOTH -> {
                writeRelays(etc, Turn.CAMQUAY, TTL_SECONDS);
                writeRelays(etc, Turn.COTURN, TTL_SECONDS);
            }
            case BRIEF -> writeRelays(etc, Turn.CAMQUAY, BRIEF_SECONDS);
            case NONE -> writeStun(etc, "stun:" + Turn.CAMQUAY.address);
            case DEAD_STUN -> writeStun(etc, "stun:" + NOBODY + ", stun:" + Turn.CAMQUAY.address);
        }
    }

    private static void writeRelays(Path etc, Turn turn, int seconds) throws IOException {
        var urls = "stun:A, turn:A, turn:A?transport=tcp, turns:A:443?transport=tcp".replace("A", turn.address);
        Files.writeString(
                etc.resolve("org.camquay.ice.servers.SharedSecretIceServers~" + turn.name() + ".cfg"),
                "urls=" + urls + "\nsecret=" + SECRET + "\nttlSeconds=" + seconds + "\n");
    }

    private static void writeStun(Path etc, String urls) throws IOException {
        Files.writeString(etc.resolve("org.camquay.ice.servers.FixedIceServers~stun.cfg"), "urls=" + urls + "\n");
    }

    /** Starts coturn, where it is. */
    void startRelay() throws IOException {
        coturn = coturn(turn, server, authority);
    }

    /** Ends it without a word, as a power cut would. */
    void stopRelay() {
        coturn.destroyForcibly().onExit().join();
    }

    private static String settings(Turn turn, TestAuthority authority) {
        return "port=3478\ntlsPort=443\naddress=" + turn.address
                + "\ncertificate=" + authority.file(turn.name() + ".pem")
                + "\nkey=" + authority.file(turn.name() + ".key")
                + "\nsecret=" + SECRET
                + "\nusers=" + USER + ":" + PASSWORD
                // the lab's internet is made of networks that are not on the real one
                + "\nallowPeers=203.0.113.0/24,198.51.100.0/24\n";
    }

    private static Process coturn(Turn turn, Site server, TestAuthority authority) throws IOException {
        var process = server.start(
                "coturn",
                "turnserver",
                "-n",
                "--no-cli",
                "--no-dtls",
                "--use-auth-secret",
                "--static-auth-secret=" + SECRET,
                "--realm=lab",
                "--listening-ip=" + turn.address,
                "--relay-ip=" + turn.address,
                "--listening-port=3478",
                "--tls-listening-port=443",
                "--cert=" + authority.file(turn.name() + ".pem"),
                "--pkey=" + authority.file(turn.name() + ".key"),
                "--log-file=stdout",
                "--simple-log",
                "--pidfile=/dev/null",
                "--no-rfc5780",
                "--no-stun-backward-compatibility");
        if (process.onExit().completeOnTimeout(null, 300, TimeUnit.MILLISECONDS).join() != null) {
            throw new IOException("coturn does not run; see target/logs/coturn.log");
        }
        return process;
    }

    Turn turn() {
        return turn;
    }

    /** Fails if it has ended, since then nothing else is worth looking at. */
    MeetingPoint checked() {
        if (!product.isAlive()) {
            throw new AssertionError("the meeting point with " + turn + " ended with status "
                    + product.stop().code() + "\n" + product.tail());
        }
        return this;
    }

    @Override
    public void close() {
        product.close();
        if (coturn != null) {
            coturn.destroy();
        }
    }
}
