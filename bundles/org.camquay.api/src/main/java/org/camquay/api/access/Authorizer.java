// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.access;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The service that decides who may do what. Where the configuration asks for tokens and no such service is there, nobody is
 * let in. Called from any thread, often; does not block.
 */
@ConsumerType
public interface Authorizer {
    /** Decides. */
    AccessDecision authorize(AccessRequest request);
}
