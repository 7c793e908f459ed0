// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

/** The stored intent of {@code pullStream}; the URI without user information. */
public record PullConfig(
        long configId,
        String uri,
        String localStreamName,
        boolean keepAlive,
        boolean forceTcp,
        boolean lazy,
        String group,
        int operationType,
        IntentStatus status) {}
