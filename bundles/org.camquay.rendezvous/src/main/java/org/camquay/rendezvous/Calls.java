// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import org.camquay.gate.TokenBucket;
import org.camquay.onvif.OnvifMethod;

/**
 * How often one connection may call the methods that cost others something: a new name in a room, a viewer at a camera's
 * door, fresh credentials of a TURN server. Pure. Thread: its owner's.
 */
final class Calls {
    private static final double REGISTER_PER_SECOND = 0.1;
    private static final double REGISTER_BURST = 5;
    private static final double CONNECT_PER_SECOND = 1;
    private static final double CONNECT_BURST = 20;
    private static final double EXTEND_PER_SECOND = 0.2;
    private static final double EXTEND_BURST = 20;

    private final TokenBucket registers;
    private final TokenBucket connects;
    private final TokenBucket extensions;

    Calls(long nowNanos) {
        this.registers = new TokenBucket(REGISTER_PER_SECOND, REGISTER_BURST, nowNanos);
        this.connects = new TokenBucket(CONNECT_PER_SECOND, CONNECT_BURST, nowNanos);
        this.extensions = new TokenBucket(EXTEND_PER_SECOND, EXTEND_BURST, nowNanos);
    }

    /** Whether a viewer, or somebody yet unknown, may call this method now. Devices call for all of their viewers. */
    boolean allow(String method, long nowNanos) {
        return switch (method) {
            case OnvifMethod.REGISTER, OnvifMethod.UNREGISTER -> registers.take(1, nowNanos);
            case OnvifMethod.CONNECT, OnvifMethod.RESUME -> connects.take(1, nowNanos);
            case OnvifMethod.EXTEND -> extensions.take(1, nowNanos);
            default -> true;
        };
    }
}
