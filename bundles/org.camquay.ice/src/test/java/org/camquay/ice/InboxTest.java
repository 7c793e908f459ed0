// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.testkit.FakeEventLoop;
import org.junit.jupiter.api.Test;

final class InboxTest {
    private final FakeEventLoop loop = new FakeEventLoop();

    @Test
    void put_fromElsewhere_isCopiedBoundedAndCounted() {
        var sum = new AtomicInteger();
        var inbox = new Inbox(loop, (transport, remote, packet) -> sum.addAndGet(packet.get()));
        var reused = ByteBuffer.allocate(1);
        for (int i = 0; i < Inbox.LIMIT + 100; i++) {
            inbox.put(null, null, reused.clear().put((byte) 1).flip());
            reused.put(0, (byte) 99);
        }
        assertThat(sum).hasValue(0);
        assertThat(inbox.dropped()).isEqualTo(100);
        loop.run();
        assertThat(sum).hasValue(Inbox.LIMIT);
        inbox.put(null, null, ByteBuffer.wrap(new byte[] {1}));
        loop.run();
        assertThat(sum).hasValue(Inbox.LIMIT + 1);
    }

    @Test
    void put_onTheLoop_isReadAtOnce() {
        var packets = new AtomicInteger();
        var inbox = new Inbox(loop, (transport, remote, packet) -> packets.incrementAndGet());
        loop.run(() -> {
            inbox.put(null, null, ByteBuffer.allocate(1));
            assertThat(packets).hasValue(1);
        });
    }
}
