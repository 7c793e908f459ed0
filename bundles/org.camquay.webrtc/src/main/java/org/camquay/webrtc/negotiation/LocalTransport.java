// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import java.util.List;
import java.util.Optional;
import org.camquay.api.ice.IceParameters;
import org.camquay.dtls.Fingerprint;
import org.camquay.sdp.Setup;
import org.camquay.sdp.TransportParameters;

/** Our side of the transport, as every media section describes it. */
public record LocalTransport(IceParameters ice, Fingerprint fingerprint) {
    TransportParameters describe(Setup setup) {
        return new TransportParameters(
                ice.usernameFragment(),
                ice.password(),
                List.of("trickle"),
                List.of(new org.camquay.sdp.Fingerprint(fingerprint.algorithm(), fingerprint.value())),
                Optional.of(setup));
    }
}
