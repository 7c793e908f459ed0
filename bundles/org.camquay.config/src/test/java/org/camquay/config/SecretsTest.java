// SPDX-License-Identifier: Apache-2.0
package org.camquay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class SecretsTest {
    @TempDir
    private Path folder;

    /** What ConfigAdmin has, and would write into the framework's folder. */
    private final Map<String, Dictionary<String, Object>> kept = new TreeMap<>();

    private final SecretFiles secrets = new SecretFiles();
    private CfgInstaller installer;

    @BeforeEach
    void make() {
        installer = new CfgInstaller(
                fake(ConfigurationAdmin.class, (name, arguments) -> {
                    var pid = name.equals("getFactoryConfiguration")
                            ? arguments[0] + "~" + arguments[1]
                            : "" + arguments[0];
                    return fake(Configuration.class, (method, values) -> changed(pid, method, values));
                }),
                secrets);
    }

    @SuppressWarnings("unchecked")
    private Object changed(String pid, String method, Object[] values) {
        if (method.equals("delete")) {
            kept.remove(pid);
            return null;
        }
        return !values[0].equals(kept.put(pid, (Dictionary<String, Object>) values[0]));
    }

    private interface Call {
        Object answer(String name, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.answer(method.getName(), arguments)));
    }

    private File cfg(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toFile();
    }

    /** As a component gets it. */
    private Dictionary<String, Object> delivered(String pid) {
        var copy = new Hashtable<String, Object>();
        for (var key : Collections.list(kept.get(pid).keys())) {
            copy.put(key, kept.get(pid).get(key));
        }
        secrets.modifyConfiguration(null, copy);
        return copy;
    }

    @ParameterizedTest
    @CsvSource({
        "password, file:word",
        "trustStorePassword, file:word",
        "secret, ${file:word}",
        "anything, ${file:word}",
    })
    void install_referenceToAFile_isReplacedOnlyForTheReceiver(String key, String value) throws Exception {
        Files.writeString(folder.resolve("word"), "s3cret\n");
        installer.install(cfg("a~b.cfg", key + " = " + value));
        assertThat(kept.get("a~b").toString())
                .doesNotContain("s3cret")
                .contains(folder.resolve("word").toString());
        assertThat(delivered("a~b").get(key)).isEqualTo("s3cret");
    }

    @Test
    void install_withinAUri_isReplacedToo_andUrisOfFilesStay() throws Exception {
        Files.writeString(folder.resolve("word"), "s3$cret");
        installer.install(cfg("a~b.cfg", "uri = rtsp://user:${file:word}@camera/live\nother = file:clip.mp4"));
        assertThat(delivered("a~b").get("uri")).isEqualTo("rtsp://user:s3$cret@camera/live");
        assertThat(delivered("a~b").get("other")).as("the URI of a source").isEqualTo("file:clip.mp4");
    }

    @Test
    void install_missingSecret_waitsForIt() throws Exception {
        installer.install(cfg("x.y.cfg", "secret = ${file:word}"));
        assertThat(kept).as("nobody runs without its secret").isEmpty();
        Files.writeString(folder.resolve("word"), "s3cret");
        installer.look();
        assertThat(delivered("x.y").get("secret")).isEqualTo("s3cret");
    }

    @Test
    void look_secretChanged_makesTheConfigurationAnother_andOneThatIsGoneStaysInForce() throws Exception {
        var word = Files.writeString(folder.resolve("word"), "first");
        var file = cfg("a~b.cfg", "secret = ${file:word}");
        installer.install(file);
        var before = kept.get("a~b");
        assertThat(delivered("a~b").get("secret")).isEqualTo("first");
        installer.look();
        assertThat(kept.get("a~b")).isEqualTo(before);
        Files.writeString(word, "the second");
        installer.look();
        assertThat(kept.get("a~b")).isNotEqualTo(before);
        assertThat(delivered("a~b").get("secret")).isEqualTo("the second");
        Files.delete(word);
        installer.look();
        assertThat(delivered("a~b").get("secret")).isEqualTo("the second");
        Files.delete(file.toPath());
        installer.uninstall(file);
        installer.look();
        assertThat(kept).isEmpty();
    }
}
