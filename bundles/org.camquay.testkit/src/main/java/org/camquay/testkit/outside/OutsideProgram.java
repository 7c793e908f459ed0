// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.outside;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A program that some tests drive, or one of its features. {@link #require()} runs it once, so that a program that is on the path
 * but does not work is noticed before a test waits for it.
 *
 * <p>Thread: any.
 */
public final class OutsideProgram {
    public static final OutsideProgram CHROMEDRIVER =
            of("chromedriver", "chromium-driver", "ChromeDriver \\d", "chromedriver", "--version");
    public static final OutsideProgram FIREFOX =
            of("firefox-esr", "firefox-esr", "Firefox \\d", "firefox-esr", "--version");
    public static final OutsideProgram FFMPEG = of("ffmpeg", "ffmpeg", "ffmpeg version", "ffmpeg", "-version");
    /** The encoder that makes clips for tests. */
    public static final OutsideProgram FFMPEG_X264 =
            of("ffmpeg with libx264", "ffmpeg", "\\blibx264\\b", "ffmpeg", "-hide_banner", "-encoders");

    public static final OutsideProgram FFMPEG_RTMP =
            of("ffmpeg with RTMP", "ffmpeg", "\\brtmp\\b", "ffmpeg", "-hide_banner", "-protocols");
    public static final OutsideProgram FFMPEG_SRT =
            of("ffmpeg with SRT", "ffmpeg", "\\bsrt\\b", "ffmpeg", "-hide_banner", "-protocols");
    public static final OutsideProgram TURNSERVER =
            of("turnserver", "coturn", "^\\d+\\.\\d", "turnserver", "--version");
    public static final OutsideProgram TURN_CLIENT =
            of("turnutils_uclient", "coturn", "Usage: uclient", "turnutils_uclient", "-h");
    public static final OutsideProgram OPENSSL = of("openssl", "openssl", "SSL \\d", "openssl", "version");
    public static final OutsideProgram CERTUTIL = of("certutil", "libnss3-tools", "certificate", "certutil", "-H");
    public static final OutsideProgram FAKETIME =
            of("faketime", "faketime", "2001-02-03", "faketime", "2001-02-03 04:05:06", "date", "+%F");
    public static final OutsideProgram IP = of("ip", "iproute2", "iproute2", "ip", "-V");
    public static final OutsideProgram NFT = of("nft", "nftables", "nftables v", "nft", "--version");
    public static final OutsideProgram SYSCTL = of("sysctl", "procps", "procps", "sysctl", "--version");
    public static final OutsideProgram SCRIPT = of("script", "bsdutils", "util-linux", "script", "--version");

    public static final OutsideProgram NODE = of("node", "nodejs", "^v(1[89]|[2-9]\\d)", "node", "--version");
    public static final OutsideProgram NPM = of("npm", "npm", "^\\d+\\.", "npm", "--version");

    private static final int LIMIT_SECONDS = 30;
    private static final int BROWSER_LIMIT_SECONDS = 60;

    /** Chromium, which has to start without a display and to receive H.264. */
    public static final OutsideProgram CHROMIUM = new OutsideProgram(
            "chromium",
            "chromium",
            List.of(
                    probe("Chromium \\d", LIMIT_SECONDS, "chromium", "--version"),
                    probe(
                            "video/H264",
                            BROWSER_LIMIT_SECONDS,
                            "chromium",
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-dev-shm-usage",
                            "--user-data-dir=" + Probe.FOLDER,
                            "--dump-dom",
                            "data:text/html,<script>document.write(RTCRtpReceiver.getCapabilities('video')"
                                    + ".codecs.map(codec => codec.mimeType))</script>")));

    private final String name;
    private final String debianPackage;
    private final List<Probe> probes;
    private final AtomicReference<Throwable> failedStart = new AtomicReference<>();

    private OutsideProgram(String name, String debianPackage, List<Probe> probes) {
        this.name = name;
        this.debianPackage = debianPackage;
        this.probes = probes;
    }

    static OutsideProgram of(String name, String debianPackage, String expected, String... command) {
        return new OutsideProgram(name, debianPackage, List.of(probe(expected, LIMIT_SECONDS, command)));
    }

    private static Probe probe(String expected, int limitSeconds, String... command) {
        return new Probe(List.of(command), Pattern.compile(expected, Pattern.MULTILINE), limitSeconds);
    }

    /** Ends the test, skipped by name, unless all of them work. */
    public static void require(OutsideProgram... programs) {
        for (var program : programs) {
            program.require();
        }
    }

    /** Ends the test, skipped by name, unless the program works. */
    public void require() {
        obstacle().ifPresent(Skip::because);
    }

    /** Returns whether the program works; if every test has to run, one that does not is a failure. */
    public boolean isThere() {
        if (Skip.areAllRequired()) {
            require();
        }
        return obstacle().isEmpty();
    }

    /** Returns what is wrong, as a sentence that names the program and its Debian package; empty if it works. */
    public Optional<String> obstacle() {
        return probes.stream()
                .flatMap(probe -> probe.obstacle().stream())
                .map(what -> name + " (Debian: " + debianPackage + ") " + what)
                .findFirst();
    }

    /**
     * Starts the program. After one start that failed, later ones fail at once with its message: a program that does not work is
     * waited for once, not once for each test.
     *
     * @param start what starts it and waits until it serves
     */
    public <T> T start(Callable<T> start) {
        var before = failedStart.get();
        if (before != null) {
            throw new AssertionError(name + " did not start for an earlier test: " + before.getMessage(), before);
        }
        try {
            return start.call();
        } catch (TestAbortedException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            failedStart.set(e);
            throw new AssertionError(name + " did not start: " + e.getMessage(), e);
        }
    }

    /** Returns where the program is on the path; {@link #require()} comes first. */
    public Path path() {
        var program = probes.get(0).command().get(0);
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(program + " is not on the path"));
    }

    @Override
    public String toString() {
        return name;
    }
}
