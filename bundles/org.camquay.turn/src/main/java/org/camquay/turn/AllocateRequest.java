// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.util.Optional;
import java.util.OptionalLong;
import org.camquay.stun.AddressFamily;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.TurnAttribute;

/**
 * What an Allocate request asks for, or why it cannot be had (RFC 8656 §7.2, steps 3 to 9). Thread: any.
 *
 * @param error 0 if the request makes sense
 * @param additional {@link AddressFamily#IPV6}, or null
 */
record AllocateRequest(
        int error,
        AddressFamily family,
        AddressFamily additional,
        Optional<TurnAttribute.EvenPort> evenPort,
        OptionalLong token,
        long lifetime) {

    static AllocateRequest of(StunMessage request) {
        int error = error(request);
        var family = request.attribute(TurnAttribute.RequestedAddressFamily.class)
                .map(TurnAttribute.RequestedAddressFamily::family)
                .orElse(AddressFamily.IPV4);
        var additional = request.attribute(TurnAttribute.AdditionalAddressFamily.class)
                .map(TurnAttribute.AdditionalAddressFamily::family)
                .orElse(null);
        var token = request.attribute(TurnAttribute.ReservationToken.class)
                .map(reserved -> OptionalLong.of(reserved.token()))
                .orElse(OptionalLong.empty());
        var evenPort = request.attribute(TurnAttribute.EvenPort.class);
        long lifetime = request.attribute(TurnAttribute.Lifetime.class)
                .map(TurnAttribute.Lifetime::seconds)
                .orElse(0L);
        return new AllocateRequest(error, family, additional, evenPort, token, lifetime);
    }

    private static int error(StunMessage request) {
        boolean family = request.has(TurnAttribute.RequestedAddressFamily.class);
        boolean token = request.has(TurnAttribute.ReservationToken.class);
        var additional = request.attribute(TurnAttribute.AdditionalAddressFamily.class);
        var evenPort = request.attribute(TurnAttribute.EvenPort.class);
        var transport = request.attribute(TurnAttribute.RequestedTransport.class);
        if (request.malformed().contains(TurnAttribute.RequestedAddressFamily.TYPE)) {
            return StunError.ADDRESS_FAMILY_NOT_SUPPORTED;
        } else if (transport.isEmpty() || !request.malformed().isEmpty()) {
            return StunError.BAD_REQUEST;
        } else if (transport.get().protocol() != TurnAttribute.RequestedTransport.UDP) {
            return StunError.UNSUPPORTED_TRANSPORT_PROTOCOL;
        }
        boolean contradicts = token && (family || evenPort.isPresent() || additional.isPresent())
                || family && additional.isPresent()
                || additional
                        .filter(also -> also.family() == AddressFamily.IPV4)
                        .isPresent()
                || additional.isPresent()
                        && evenPort.filter(TurnAttribute.EvenPort::reserveNext).isPresent();
        return contradicts ? StunError.BAD_REQUEST : 0;
    }
}
