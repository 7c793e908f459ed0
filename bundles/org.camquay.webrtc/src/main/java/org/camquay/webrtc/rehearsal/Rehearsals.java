// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.rehearsal;

import org.camquay.api.net.EventLoop;
import org.camquay.webrtc.Environment;
import org.camquay.webrtc.WarmUp;
import org.osgi.service.component.annotations.Component;

/** Warms up by rehearsing. Thread: any. */
@Component(service = WarmUp.Maker.class)
public final class Rehearsals implements WarmUp.Maker {
    @Override
    public WarmUp of(Environment environment, EventLoop loop) {
        return new Rehearsal(environment, loop);
    }
}
