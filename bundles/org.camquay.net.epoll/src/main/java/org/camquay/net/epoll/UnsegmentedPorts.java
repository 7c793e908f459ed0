// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.DatagramPorts;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * The ports of the Java runtime, as they are. {@link SegmentationProbe} enables it where segmentation offload does not
 * work, so that nobody waits any longer for something better. Thread: any.
 */
@Component(service = DatagramPorts.class, enabled = false)
@ServiceRanking(100)
public final class UnsegmentedPorts implements DatagramPorts {
    private final DatagramPorts plain;

    @Activate
    public UnsegmentedPorts(@Reference(name = "plain", target = SegmentationProbe.PLAIN) DatagramPorts plain) {
        this.plain = plain;
    }

    @Override
    public DatagramPort open(InetSocketAddress local) throws IOException {
        return plain.open(local);
    }
}
