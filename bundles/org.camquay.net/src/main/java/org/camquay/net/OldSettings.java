// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that settings of the event loops are under the name they had before this bundle, where nothing reads them. */
@Component(
        service = {},
        configurationPid = OldSettings.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class OldSettings {
    static final String PID = "org.camquay.ice.net.NetLoops";

    private static final Logger log = LoggerFactory.getLogger(OldSettings.class);

    /** There are such settings. */
    @Activate
    public OldSettings() {
        log.warn("settings not used: {}.cfg (rename the file to {}.cfg)", PID, NetLoops.class.getName());
    }
}
