// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.util.Optional;
import java.util.OptionalLong;
import org.camquay.stun.AddressFamily;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;

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
        Optional<Boolean> evenPort,
        OptionalLong token,
        long lifetime) {

    static AllocateRequest of(StunMessage request) {
        int error = error(request);
        var family = request.attribute(AttributeType.REQUESTED_ADDRESS_FAMILY).orElse(AddressFamily.IPV4);
        var additional =
                request.attribute(AttributeType.ADDITIONAL_ADDRESS_FAMILY).orElse(null);
        var token = request.attribute(AttributeType.RESERVATION_TOKEN)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
        var evenPort = request.attribute(AttributeType.EVEN_PORT);
        long lifetime = request.attribute(AttributeType.LIFETIME).orElse(0L);
        return new AllocateRequest(error, family, additional, evenPort, token, lifetime);
    }

    private static int error(StunMessage request) {
        boolean family = request.has(AttributeType.REQUESTED_ADDRESS_FAMILY);
        boolean token = request.has(AttributeType.RESERVATION_TOKEN);
        var additional = request.attribute(AttributeType.ADDITIONAL_ADDRESS_FAMILY);
        var evenPort = request.attribute(AttributeType.EVEN_PORT);
        var transport = request.attribute(AttributeType.REQUESTED_TRANSPORT);
        if (request.malformed().contains(AttributeType.REQUESTED_ADDRESS_FAMILY.number())) {
            return StunError.ADDRESS_FAMILY_NOT_SUPPORTED;
        } else if (transport.isEmpty() || !request.malformed().isEmpty()) {
            return StunError.BAD_REQUEST;
        } else if (transport.get() != AttributeType.UDP) {
            return StunError.UNSUPPORTED_TRANSPORT_PROTOCOL;
        }
        boolean contradicts = token && (family || evenPort.isPresent() || additional.isPresent())
                || family && additional.isPresent()
                || additional.filter(also -> also == AddressFamily.IPV4).isPresent()
                || additional.isPresent() && evenPort.orElse(false);
        return contradicts ? StunError.BAD_REQUEST : 0;
    }
}
