// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import org.junit.jupiter.api.Test;

class SegmentationProbeTest {
    @Test
    void obstacle_whereTheKernelSegments_isNone() {
        assumeTrue(Epoll.isAvailable() && EpollDatagramChannel.isSegmentedDatagramPacketSupported());
        assertThat(SegmentationProbe.obstacle()).isEmpty();
    }

    @Test
    void obstacle_withoutNativeEpoll_isASentence() {
        assumeTrue(!Epoll.isAvailable());
        assertThat(SegmentationProbe.obstacle()).contains("no native epoll");
    }
}
