// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.camquay.capture.rtsp.link.UdpPair;
import org.camquay.capture.rtsp.media.MediaTrack;
import org.camquay.capture.rtsp.message.RtspMessage.Response;
import org.camquay.capture.rtsp.message.Transport;
import org.camquay.net.Addresses;
import org.camquay.net.NetLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where packets are to come, and what the camera answered to that. Only on its loop. */
final class Setup {
    private static final Logger log = LoggerFactory.getLogger(Setup.class);

    private final NetLoop loop;
    private final InetAddress camera;
    private final RandomGenerator random;
    private final BooleanSupplier rtsp2;
    private final Map<Integer, UdpPair> ports = new HashMap<>();
    private boolean udp;

    /**
     * Makes one.
     *
     * @param camera the address that the connection goes to
     */
    Setup(NetLoop loop, InetAddress camera, RandomGenerator random, boolean udp, BooleanSupplier rtsp2) {
        this.loop = loop;
        this.camera = camera;
        this.random = random;
        this.udp = udp;
        this.rtsp2 = rtsp2;
    }

    boolean isUdp() {
        return udp;
    }

    /** The camera does not send over UDP. */
    void overTcp() {
        udp = false;
        close();
    }

    /** The field {@code Transport} for a track; empty if this machine has no ports. */
    Optional<String> ask(int index) {
        if (!udp) {
            return Optional.of(Transport.overTcp(2 * index));
        }
        try {
            var pair = UdpPair.open(loop, camera, random::nextInt);
            ports.put(index, pair);
            return Optional.of(Transport.overUdp(pair.port(), rtsp2.getAsBoolean()));
        } catch (IOException e) {
            log.debug("no two UDP ports in a row", e);
            return Optional.empty();
        }
    }

    /** The track that the camera agreed to send; {@code media} makes what takes its packets, told whether they come in order. */
    SetUpTrack take(int index, Response response, String uri, int payloadType, Function<Boolean, MediaTrack> media) {
        var told = response.headers().first("Transport").map(Transport::parse);
        boolean tcp = !udp || told.filter(Transport::tcp).isPresent();
        var pair = Optional.ofNullable(ports.remove(index));
        if (tcp) {
            pair.ifPresent(UdpPair::close);
            int channel = told.map(Transport::channel).filter(each -> each >= 0).orElse(2 * index);
            int reports =
                    told.map(Transport::rtcpChannel).filter(each -> each >= 0).orElse(channel + 1);
            return new SetUpTrack(media.apply(true), uri, payloadType, channel, reports, Optional.empty());
        }
        var track = new SetUpTrack(media.apply(false), uri, payloadType, -1, -1, pair);
        var source = told.flatMap(each -> Addresses.literal(each.source()))
                .filter(each -> !each.isAnyLocalAddress() && !each.isMulticastAddress())
                .orElse(camera);
        pair.orElseThrow()
                .receive(
                        source,
                        told.map(Transport::port).orElse(-1),
                        told.map(Transport::rtcpPort).orElse(-1),
                        (remote, packet) -> track.media().push(packet, loop.nanoTime()),
                        (remote, packet) -> track.media().rtcp(packet, loop.nanoTime()));
        return track;
    }

    /** The camera does not send that track. */
    void leave(int index) {
        Optional.ofNullable(ports.remove(index)).ifPresent(UdpPair::close);
    }

    /** Gives ports back that no track took over. */
    void close() {
        ports.values().forEach(UdpPair::close);
        ports.clear();
    }
}
