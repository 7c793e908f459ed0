// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.capture;

import java.net.URI;
import java.util.List;
import org.camquay.api.media.TrackFormat;

/**
 * A device that a driver could open, cheap to make and not open (W3C {@code MediaDeviceInfo}, with formats).
 *
 * @param uri what to pull to open it
 * @param label for people
 * @param formats what it offers, best first; empty when only opening tells
 */
public record CaptureDevice(URI uri, String label, List<TrackFormat> formats) {
    public CaptureDevice {
        formats = List.copyOf(formats);
    }
}
