// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.capture;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The service a vendor registers, one for each family of hardware or protocol. It carries the property
 * {@link #SCHEMES}; of several that claim a scheme the one with the highest service ranking is asked.
 *
 * <p>Who calls: only the core's registry of streams, on a worker thread, so opening may block. A driver never retries
 * and knows no peer: it opens once, delivers, and says when it ended; the core decides what follows. When the driver's
 * service goes, the core closes every source it had opened.
 */
@ConsumerType
public interface CaptureDriver {
    /** Service property, {@code String[]}: the URI schemes it opens, in lower case, for example {@code rtsp}. */
    String SCHEMES = "camquay.capture.schemes";

    /**
     * Opens a source and starts to deliver. When this returns, {@link FrameSink#onFormat} was called once for each of
     * the source's tracks; frames follow on one thread, the driver's own {@code capture-<stream>} or one that its sources share.
     *
     * @param request what to open
     * @param sink where formats and frames go; never blocks, never throws
     * @return the opened source; closing it ends delivery
     * @throws UnsupportedSourceException if the source answers, and another driver of its scheme may read what it sends
     * @throws CaptureException if it cannot be opened within the request's timeout
     */
    MediaSource open(CaptureRequest request, FrameSink sink) throws CaptureException;

    /** The devices there are now; cheap. When they change, a driver modifies its service's properties. */
    default List<CaptureDevice> devices() {
        return List.of();
    }
}
