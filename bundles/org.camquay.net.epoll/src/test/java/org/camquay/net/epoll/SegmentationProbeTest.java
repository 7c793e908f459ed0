// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import java.io.IOException;
import org.camquay.api.net.DatagramPorts;
import org.camquay.net.NetLoops;
import org.camquay.net.NioDatagramPorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SegmentationProbeTest {
    private NetLoops loops;
    private DatagramPorts plain;

    @BeforeEach
    void begin() throws IOException {
        loops = new NetLoops(1);
        plain = new NioDatagramPorts(loops);
    }

    @AfterEach
    void end() {
        loops.close();
    }

    @Test
    void obstacle_whereTheKernelSegments_isNone() {
        assumeTrue(Epoll.isAvailable() && EpollDatagramChannel.isSegmentedDatagramPacketSupported());
        assertThat(SegmentationProbe.obstacle(plain)).isEmpty();
    }

    @Test
    void obstacle_withoutNativeEpoll_isASentence() {
        assumeTrue(!Epoll.isAvailable());
        assertThat(SegmentationProbe.obstacle(plain)).contains("no native epoll");
    }
}
