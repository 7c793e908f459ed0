// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * One buffer for all that a port receives: what was read is handed on before more is read, and nobody keeps it. So no
 * pool is needed, which would cost start time and memory. Only for channels of one thread.
 */
@SuppressWarnings("deprecation") // Netty offers no other super class of its own handles.
final class ReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private final ByteBuf buffer;

    ReceiveBuffer(int size) {
        buffer = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(size));
    }

    @Override
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                return buffer.retain().clear();
            }

            @Override
            public int guess() {
                return buffer.capacity();
            }
        };
    }
}
