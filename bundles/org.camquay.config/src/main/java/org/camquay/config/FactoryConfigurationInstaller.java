// SPDX-License-Identifier: Apache-2.0
package org.camquay.config;

import java.io.File;
import java.io.IOException;
import java.util.Dictionary;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * Lets Felix FileInstall take files named {@code PID~NAME.cfg} as factory configurations, in the notation of OSGi
 * Compendium 7 §104.6: FileInstall itself knows only {@code PID-NAME.cfg}. Ranked above FileInstall's own installer.
 */
@Component(service = ArtifactInstaller.class)
@ServiceRanking(100)
public final class FactoryConfigurationInstaller implements ArtifactInstaller {
    private static final String SUFFIX = ".cfg";

    private final ConfigurationAdmin configurations;

    /** Made by the framework. */
    @Activate
    public FactoryConfigurationInstaller(@Reference(name = "configurations") ConfigurationAdmin configurations) {
        this.configurations = configurations;
    }

    @Override
    public boolean canHandle(File file) {
        String name = file.getName();
        int tilde = name.indexOf('~');
        return tilde > 0 && name.endsWith(SUFFIX) && tilde < name.length() - SUFFIX.length() - 1;
    }

    @Override
    public void install(File file) throws IOException {
        Dictionary<String, Object> properties = CfgFile.read(file.toPath());
        configuration(file).updateIfDifferent(properties);
    }

    @Override
    public void update(File file) throws IOException {
        install(file);
    }

    @Override
    public void uninstall(File file) throws IOException {
        configuration(file).delete();
    }

    private Configuration configuration(File file) throws IOException {
        String name = file.getName().substring(0, file.getName().length() - SUFFIX.length());
        int tilde = name.indexOf('~');
        return configurations.getFactoryConfiguration(name.substring(0, tilde), name.substring(tilde + 1), "?");
    }
}
