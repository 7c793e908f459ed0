// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.camquay.api.ice.IceCandidatePair;
import org.junit.jupiter.api.Test;

/** What one transport has carried, and over which pair. */
class TransportCountersTest {
    @Test
    void ofPair_countsOfThePairInUse_beginAnewWithAnother() {
        var transport = new TransportCounters();
        transport.selected(null);
        assertThat(transport.pairChanges()).isZero();
        transport.selected(new IceCandidatePair("a", "b", "succeeded", true, 0));
        transport.sent(100);
        transport.sent(100);
        transport.unsent(new Dropped(1, 90));
        transport.selected(new IceCandidatePair("a", "b", "succeeded", true, 0.1));
        transport.received(10);
        assertThat(transport.ofPair()).isEqualTo(transport.total());
        transport.selected(new IceCandidatePair("a", "c", "succeeded", true, 0));
        transport.sent(7);
        transport.discarded(5);
        assertThat(transport.pairChanges()).isEqualTo(2);
        assertThat(transport.ofPair().packetsSent()).isOne();
        assertThat(transport.ofPair().bytesReceived()).isZero();
        assertThat(transport.total().bytesSent()).isEqualTo(117);
        assertThat(transport.total().packetsDiscardedOnSend()).isEqualTo(2);
        assertThat(transport.ofPair().bytesDiscardedOnSend()).isEqualTo(5);
    }
}
