// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

/**
 * For a peer that says nothing of what it receives, whatever was agreed: it gets everything. Its consent (RFC 7675) tells
 * when its path is gone.
 */
public final class UnheardEstimator implements BandwidthEstimator {
    @Override
    public PathState state(long now) {
        return PathState.UNHEARD;
    }
}
