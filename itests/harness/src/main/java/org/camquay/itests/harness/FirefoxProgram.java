// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.camquay.testkit.outside.OutsideProgram;

/** Firefox, which speaks WebDriver BiDi itself. */
final class FirefoxProgram implements BrowserProgram {
    private static final Pattern LISTENING = Pattern.compile("WebDriver BiDi listening on (ws://\\S+)");

    /** Sound without a click, WebRTC over loopback, and no word to the world outside. */
    private static final String PREFERENCES = """
            user_pref("media.autoplay.default", 0);
            user_pref("media.autoplay.blocking_policy", 0);
            user_pref("media.peerconnection.ice.loopback", true);
            user_pref("media.gmp-manager.url", "");
            user_pref("media.gmp-manager.updateEnabled", false);
            user_pref("media.gmp-gmpopenh264.autoupdate", false);
            user_pref("app.update.enabled", false);
            user_pref("app.update.disabledForTesting", true);
            user_pref("app.normandy.enabled", false);
            user_pref("browser.safebrowsing.malware.enabled", false);
            user_pref("browser.safebrowsing.phishing.enabled", false);
            user_pref("browser.safebrowsing.update.enabled", false);
            user_pref("browser.shell.checkDefaultBrowser", false);
            user_pref("browser.startup.page", 0);
            user_pref("browser.newtabpage.enabled", false);
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            user_pref("datareporting.healthreport.uploadEnabled", false);
            user_pref("toolkit.telemetry.enabled", false);
            user_pref("toolkit.telemetry.server", "");
            user_pref("extensions.update.enabled", false);
            user_pref("extensions.getAddons.cache.enabled", false);
            user_pref("network.captive-portal-service.enabled", false);
            user_pref("network.connectivity-service.enabled", false);
            user_pref("services.settings.server", "data:,#remote-settings-dummy/v1");
            """;

    private final Spoken process;
    private final URI url;

    private FirefoxProgram(Place place, Spoken process) {
        this.process = process;
        int port = place.reach(URI.create(process.await(LISTENING).group(1)).getPort());
        this.url = URI.create("ws://127.0.0.1:" + port + "/session");
    }

    static FirefoxProgram start(Place place) {
        OutsideProgram.FIREFOX.require();
        return OutsideProgram.FIREFOX.start(() -> launch(place));
    }

    private static FirefoxProgram launch(Place place) {
        var profile = Workspace.temporary("firefox");
        try {
            Files.writeString(profile.resolve("user.js"), PREFERENCES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var process = new Spoken(
                "firefox",
                place.command(List.of(
                        OutsideProgram.FIREFOX.path().toString(),
                        "--headless",
                        "--no-remote",
                        "--remote-debugging-port",
                        "0",
                        "--profile",
                        profile.toString())));
        try {
            return new FirefoxProgram(place, process);
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    @Override
    public URI url() {
        return url;
    }

    @Override
    public boolean wantsSession() {
        return true;
    }

    @Override
    public void close() {
        process.close();
    }
}
