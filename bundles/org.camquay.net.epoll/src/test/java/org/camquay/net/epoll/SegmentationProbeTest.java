// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import java.io.IOException;
import java.nio.file.Path;
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
    void obstacle_ofThisMachine_isWhatNettyFindsHere() {
        boolean segments = Epoll.isAvailable() && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
        assertThat(SegmentationProbe.obstacle(plain).isEmpty()).isEqualTo(segments);
    }

    /** In a process of its own, since Netty finds out once for each. */
    @Test
    void obstacle_withoutNativeEpoll_isASentence() throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dio.netty.transport.noNative=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Obstacle.class.getName())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("no native epoll");
    }

    /** Says what hinders segmentation offload in this process. */
    static final class Obstacle {
        private Obstacle() {}

        public static void main(String[] arguments) throws IOException {
            var loops = new NetLoops(1);
            System.out.println(SegmentationProbe.obstacle(new NioDatagramPorts(loops)));
            loops.close();
        }
    }
}
