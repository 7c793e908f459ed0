// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.signaling;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The service a signaling backend that dials out registers; property {@link #SCHEMES}. Only the core calls it, from any
 * thread; it does not block. A backend never retries: it says that a channel is closed, and the core connects again
 * after a growing pause. When the service goes, the core closes its channels; live media goes on.
 */
@ConsumerType
public interface SignalingClient {
    /** Service property, {@code String[]}: the URL schemes it speaks, in lower case, for example {@code ws}. */
    String SCHEMES = "camquay.signaling.schemes";

    /**
     * Dials out and registers.
     *
     * @return the channel, once the server has taken the registration; or completes with a {@link SignalingException}
     */
    CompletionStage<SignalingChannel> connect(SignalingTarget target, SignalingListener listener);
}
