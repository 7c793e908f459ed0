// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

/**
 * A candidate pair (W3C {@code RTCIceCandidatePairStats}, reduced).
 *
 * @param local our candidate, as a candidate-attribute
 * @param remote the peer's candidate, as a candidate-attribute
 * @param state frozen, waiting, in-progress, failed or succeeded
 * @param nominated whether it was nominated
 * @param roundTripTime seconds, the latest; 0 when not measured
 */
public record IceCandidatePair(String local, String remote, String state, boolean nominated, double roundTripTime) {}
