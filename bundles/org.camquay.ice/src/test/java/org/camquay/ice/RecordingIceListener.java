// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.ice.IceGatheringState;
import org.camquay.api.ice.IceListener;
import org.camquay.api.ice.IceTransportState;

/** Keeps all that an agent says. Thread: any. */
final class RecordingIceListener implements IceListener {
    final List<IceCandidate> candidates = new CopyOnWriteArrayList<>();
    final List<IceGatheringState> gathering = new CopyOnWriteArrayList<>();
    final List<IceTransportState> states = new CopyOnWriteArrayList<>();
    final List<IceCandidatePair> selected = new CopyOnWriteArrayList<>();
    final List<String> packets = new CopyOnWriteArrayList<>();
    final List<String> strays = new CopyOnWriteArrayList<>();
    /** What the peer's reports say, in place of its keys. */
    volatile String known = "nothing";

    @Override
    public void onCandidate(IceCandidate candidate) {
        candidates.add(candidate);
    }

    @Override
    public void onGatheringState(IceGatheringState state) {
        gathering.add(state);
    }

    @Override
    public void onState(IceTransportState state) {
        states.add(state);
    }

    @Override
    public void onSelectedPairChange(IceCandidatePair pair) {
        selected.add(pair);
    }

    @Override
    public void onPacket(ByteBuffer packet) {
        packets.add(StandardCharsets.ISO_8859_1.decode(packet).toString().substring(1));
    }

    @Override
    public boolean onStray(ByteBuffer packet) {
        var text = StandardCharsets.ISO_8859_1.decode(packet).toString().substring(2);
        strays.add(text);
        return text.equals(known);
    }

    /** A packet that looks like RTCP. */
    static ByteBuffer report(String text) {
        return packet("\u00c9" + text);
    }

    /** A packet that looks like RTP. */
    static ByteBuffer packet(String text) {
        return ByteBuffer.wrap(("\u0080" + text).getBytes(StandardCharsets.ISO_8859_1));
    }
}
