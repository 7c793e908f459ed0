// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.camquay.api.codec.CodecException;
import org.camquay.api.codec.VideoEncoder;
import org.camquay.api.codec.VideoEncoderConfig;
import org.camquay.api.codec.VideoEncoderFactory;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFrame;

/** Encodes each picture to eight bytes: enough to see that it was done, when, and how often. */
final class FakeVideoEncoders implements VideoEncoderFactory {
    final List<VideoEncoderConfig> opened = new CopyOnWriteArrayList<>();
    final List<String> threads = new CopyOnWriteArrayList<>();
    volatile int closed;
    volatile boolean broken;
    volatile boolean adjustable = true;
    final List<Integer> bitrates = new CopyOnWriteArrayList<>();
    volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public VideoEncoder open(VideoEncoderConfig config, Consumer<EncodedFrame> output) throws CodecException {
        if (broken) {
            throw new CodecException("H264: broken for the test");
        }
        opened.add(config);
        threads.add(Thread.currentThread().getName());
        return new VideoEncoder() {
            private int count;

            @Override
            public void encode(VideoFrame frame, boolean keyFrame) throws CodecException {
                pass();
                boolean key = keyFrame || count % config.keyFrameInterval() == 0;
                count++;
                output.accept(new EncodedFrame(
                        key ? EncodedFrame.Type.KEY : EncodedFrame.Type.DELTA,
                        frame.timestamp(),
                        0,
                        frame.captureTime(),
                        ByteBuffer.allocate(8)));
            }

            @Override
            public boolean setTargetBitrate(int bitsPerSecond) {
                if (adjustable) {
                    bitrates.add(bitsPerSecond);
                }
                return adjustable;
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }

    private void pass() throws CodecException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new CodecException("interrupted", e);
        }
    }
}
