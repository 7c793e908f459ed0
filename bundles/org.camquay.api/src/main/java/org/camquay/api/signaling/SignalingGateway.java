// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.signaling;

import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps registrations at signaling servers, a service of the core. Thread: any. */
@ProviderType
public interface SignalingGateway {
    /**
     * Registers, and keeps registering when the channel is lost; does not wait. Without a backend for the URL's scheme
     * it waits for one: callers who rather refuse ask {@link #schemes()} first. One of the same URL and name that was
     * {@linkplain Registration.State#REFUSED refused for good} begins again, with the new target; its peers stay.
     *
     * @throws SignalingException if the same URL and name are registered already
     */
    Registration join(SignalingTarget target) throws SignalingException;

    /** All registrations not left. */
    List<Registration> list();

    /** The URL schemes that backends speak now, in lower case. */
    Set<String> schemes();
}
