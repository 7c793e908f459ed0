// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.camquay.itests.harness.DemoViewer;
import org.camquay.itests.harness.Product;
import org.camquay.testkit.outside.OutsideProgram;
import org.junit.jupiter.api.Test;

/** Bytes on the media port that nobody asked for, while a viewer watches. */
class StrayPacketsTest extends Unharmed {
    private static final int PACKETS = 20_000;
    private static final int LARGEST = 1_500;

    @Test
    void packets_ofRandomBytes_changeNothing(Product product, DemoViewer viewer) throws Exception {
        OutsideProgram.CHROMIUM.require();
        var random = new Random(3);
        try (var socket = new DatagramSocket()) {
            var loopback = InetAddress.getByName("127.0.0.1");
            for (int i = 0; i < PACKETS; i++) {
                var bytes = new byte[random.nextInt(LARGEST)];
                random.nextBytes(bytes);
                if (bytes.length > 8) {
                    disguise(bytes, i);
                }
                socket.send(new DatagramPacket(bytes, bytes.length, loopback, product.port()));
                if (i % 100 == 0) {
                    LockSupport.parkNanos(5_000_000); // as many as the network brings, not as the processor makes
                }
            }
        }
        viewer.goesOn();
    }

    /** First bytes that RFC 7983 hands to STUN, DTLS, SRTP and SRTCP. */
    private static void disguise(byte[] bytes, int i) {
        switch (i % 5) {
            case 0 -> {
                bytes[0] = 0;
                bytes[1] = 1; // a Binding request with the magic cookie
                bytes[4] = 0x21;
                bytes[5] = 0x12;
                bytes[6] = (byte) 0xA4;
                bytes[7] = 0x42;
            }
            case 1 -> bytes[0] = 22;
            case 2 -> bytes[0] = (byte) 0x80;
            case 3 -> {
                bytes[0] = (byte) 0x80;
                bytes[1] = (byte) 201;
            }
            default -> {
                // as it came
            }
        }
    }
}
