// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camquay.api.net.EventLoop;
import org.camquay.stun.Stun;
import org.camquay.stun.StunMessage;

/** The generation of now, the one before it while that still carries packets, and which of them a message is for. */
final class Generations {
    private final Supplier<Generation> next;
    private final EventLoop loop;
    private Generation current;
    private Generation previous;
    private EventLoop.Timer retirement;

    Generations(Supplier<Generation> next, EventLoop loop) {
        this.next = next;
        this.loop = loop;
    }

    /** The first one. */
    void begin() {
        current = next.get();
    }

    Generation current() {
        return current;
    }

    boolean isCurrent(Generation generation) {
        return generation == current;
    }

    /** An ICE restart (RFC 8445 §9); the old one goes on answering if {@code kept}. */
    void restart(boolean kept) {
        cancelRetirement();
        var old = current;
        current = next.get();
        if (kept) {
            closePrevious();
            previous = old;
            old.checking().retire();
        } else {
            old.close(previous);
        }
    }

    /** Whether a restart is on its way that may yet succeed. */
    boolean isRestarting() {
        return previous != null && !current.isClosed();
    }

    /** The new one failed, or all is over. */
    void closeCurrent() {
        current.close(previous);
    }

    /** The peer may still send over the old pair until it has come to know the new one. */
    void retirePrevious(Runnable then) {
        cancelRetirement();
        retirement = loop.schedule(
                () -> {
                    closePrevious();
                    then.run();
                },
                Timing.RETIREMENT.toNanos());
    }

    private void cancelRetirement() {
        if (retirement != null) {
            retirement.cancel();
        }
    }

    void closePrevious() {
        cancelRetirement();
        if (previous != null) {
            previous.close(current);
            previous = null;
        }
    }

    /** The newest first; those that are closed are none. */
    List<Generation> open() {
        return Stream.of(Optional.of(current), Optional.ofNullable(previous))
                .flatMap(Optional::stream)
                .filter(generation -> !generation.isClosed())
                .toList();
    }

    void onStun(Transport base, InetSocketAddress remote, ByteBuffer packet) {
        StunMessage.decode(packet).ifPresent(message -> {
            if (message.messageClass().isResponse()) {
                onResponse(base, remote, message);
            } else {
                var generation = byFragment(Stun.usernameFragment(packet).orElse(""));
                if (generation != null) {
                    generation.onRequest(base, remote, message);
                }
            }
        });
    }

    /** Whether the peer is known to be there. */
    boolean admit(Transport base, InetSocketAddress remote) {
        return current.admits(base, remote) || previous != null && previous.admits(base, remote);
    }

    /** A packet with the peer's keys came from where it is not known to be. */
    void onStray(Transport base, InetSocketAddress remote) {
        open().forEach(generation -> generation.onStray(base, remote));
    }

    private void onResponse(Transport base, InetSocketAddress remote, StunMessage message) {
        var before = previous;
        current.onResponse(base, remote, message);
        if (before != null) {
            before.onResponse(base, remote, message);
        }
    }

    /** Null for none. */
    private Generation byFragment(String fragment) {
        return isOf(current, fragment) ? current : isOf(previous, fragment) ? previous : null;
    }

    private static boolean isOf(Generation generation, String fragment) {
        return generation != null
                && !generation.isClosed()
                && generation.credentials().local().usernameFragment().equals(fragment);
    }
}
