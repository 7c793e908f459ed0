// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.link;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.PacketSink;
import org.camquay.net.NetLoop;
import org.camquay.net.NioDatagramPorts;

/**
 * Two UDP ports for a track, an even one for RTP and the next one for RTCP (RFC 3550 §11), that hear one camera only. Only on their
 * loop.
 */
public final class UdpPair implements AutoCloseable {
    private static final int LOWEST = 20_000;
    private static final int PAIRS = 20_000;
    private static final int TRIES = 64;
    /** An RTP packet of no source, and a receiver report without blocks: what they say is nothing, but they open the way. */
    private static final byte[] RTP_PUNCH = {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private static final byte[] RTCP_PUNCH = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 0};

    private final DatagramPort rtp;
    private final DatagramPort rtcp;
    private InetAddress camera;
    private int rtpPort;
    private int rtcpPort;

    private UdpPair(DatagramPort rtp, DatagramPort rtcp, InetAddress camera) {
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.camera = camera;
    }

    /**
     * Opens two that are free.
     *
     * @param camera the address that the connection goes to
     * @param random a number from 0 up to, but without, the given one
     */
    public static UdpPair open(NetLoop loop, InetAddress camera, IntUnaryOperator random) throws IOException {
        var any = InetAddress.getByName(camera instanceof Inet6Address ? "::" : "0.0.0.0");
        IOException last = null;
        for (int i = 0; i < TRIES; i++) {
            int port = LOWEST + 2 * random.applyAsInt(PAIRS);
            DatagramPort first = null;
            try {
                first = NioDatagramPorts.open(loop, new InetSocketAddress(any, port));
                var second = NioDatagramPorts.open(loop, new InetSocketAddress(any, port + 1));
                return new UdpPair(first, second, camera);
            } catch (IOException e) {
                last = e;
                if (first != null) {
                    first.close();
                }
            }
        }
        throw last;
    }

    /** The port of RTP. */
    public int port() {
        return rtp.localAddress().getPort();
    }

    /** Where the camera sends from, -1 for ports that it does not tell; begins to hand its packets on. */
    public void receive(InetAddress source, int fromRtp, int fromRtcp, PacketSink packets, PacketSink reports) {
        camera = source;
        rtpPort = fromRtp;
        rtcpPort = fromRtcp;
        rtp.receive((remote, packet) -> {
            if (remote.getAddress().equals(camera)) {
                rtpPort = remote.getPort();
                packets.onPacket(remote, packet);
            }
        });
        rtcp.receive((remote, packet) -> {
            if (remote.getAddress().equals(camera)) {
                rtcpPort = remote.getPort();
                reports.onPacket(remote, packet);
            }
        });
    }

    /** Sends a packet out of each port, so that a router or firewall in between lets those of the camera in. */
    public void punch() {
        if (rtpPort > 0) {
            rtp.send(ByteBuffer.wrap(RTP_PUNCH), new InetSocketAddress(camera, rtpPort));
        }
        if (rtcpPort > 0) {
            rtcp.send(ByteBuffer.wrap(RTCP_PUNCH), new InetSocketAddress(camera, rtcpPort));
        }
    }

    /** Sends a report. */
    public void report(ByteBuffer report) {
        if (rtcpPort > 0) {
            rtcp.send(report, new InetSocketAddress(camera, rtcpPort));
        }
    }

    @Override
    public void close() {
        rtp.close();
        rtcp.close();
    }
}
