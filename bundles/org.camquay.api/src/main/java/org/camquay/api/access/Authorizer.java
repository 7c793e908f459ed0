// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.access;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The service that decides who may do what. Without one everything is allowed, and so nothing is bound off loopback
 * unless the operator says {@code --open}. Called from any thread, often; does not block.
 */
@ConsumerType
public interface Authorizer {
    /** Decides. */
    AccessDecision authorize(AccessRequest request);
}
