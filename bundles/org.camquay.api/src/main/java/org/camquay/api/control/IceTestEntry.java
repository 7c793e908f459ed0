// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

/**
 * What one STUN or TURN server answered, as {@code startIceTest} answers.
 *
 * @param reachable whether it answered as it should
 * @param mappedAddress our address as it sees it; empty when not learned
 * @param relayAddress what it relays for us; empty when nothing
 * @param description one sentence: the outcome or its cause
 */
public record IceTestEntry(
        String url, boolean reachable, String mappedAddress, String relayAddress, long millis, String description) {}
