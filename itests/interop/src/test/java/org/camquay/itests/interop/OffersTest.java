// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.NodePrograms;
import org.camquay.itests.harness.Product;
import org.camquay.testkit.outside.Python;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Streams with sound, picture or both, and offers of every shape, by players of every make: each plays what both have. The
 * short run has each player with each of its offers once, for one of the streams in turn; {@code -Pfull} has them all.
 *
 * <p>What a player cannot offer: all of them write data channels last; for werift and libdatachannel they are brought to the
 * front. Chromium is without BUNDLE only where its policy has a transport for each section, and its max-bundle is bundle-only;
 * Firefox and aiortc make no bundle-only sections.
 */
class OffersTest {
    private static final int FRAMES = 10;
    private static final int PACKETS = 25;
    private static final int RATE = 48_000;

    private static final Map<String, Player> PLAYERS = new TreeMap<>(Map.of(
            "webrtc-java", new LibwebrtcPlayer(),
            "chromium balanced", BrowserPlayer.chromium("balanced", "av", "va", "vv", "data"),
            "chromium max-compat", BrowserPlayer.chromium("max-compat", "av", "va", "vv", "data", "nb"),
            "chromium max-bundle", BrowserPlayer.chromium("max-bundle", "bo", "va", "vv", "data"),
            "firefox", BrowserPlayer.firefox("av", "va", "vv", "data"),
            "aiortc", program(PeerProgram.AIORTC, "av", "va", "vv", "data", "nb"),
            "webrtcbin", program(PeerProgram.WEBRTCBIN, "av", "va", "vv", "data", "nb", "bo"),
            "werift", onNode("werift"),
            "libdatachannel", onNode("libdatachannel")));

    private static Product product;

    private static Player program(PeerProgram program, String... offers) {
        return new ProgramPlayer(
                program.toString(),
                program::require,
                () -> List.of(
                        Python.path().toString(),
                        Path.of("peers", "offers_" + program + ".py")
                                .toAbsolutePath()
                                .toString()),
                offers);
    }

    private static Player onNode(String name) {
        return new ProgramPlayer(
                name,
                NodePrograms::require,
                () -> NodePrograms.command(name + ".mjs"),
                Cell.OFFERS.toArray(String[]::new));
    }

    static Stream<String> players() {
        return PLAYERS.keySet().stream();
    }

    @BeforeAll
    static void start() throws IOException {
        product = Product.demo("--media-bind", "0.0.0.0");
        var api = product.api();
        api.data("pullStream", "uri=test:bars?size=320x240&fps=15", "localStreamName=both");
        api.data("pullStream", "uri=test:bars?size=320x240&fps=15&tone=0", "localStreamName=picture");
        tone(product.media().resolve("tone.wav"));
        api.data("pullStream", "uri=file:tone.wav?loop=true", "localStreamName=sound");
        Await.until(
                "the streams are live",
                Duration.ofSeconds(30),
                () -> api.data("listStreams").findValuesAsText("state").stream().allMatch("LIVE"::equals));
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
        }
    }

    /** Two seconds of 440 Hz, which the file's loop makes endless. */
    private static void tone(Path file) throws IOException {
        int bytes = 2 * 2 * RATE;
        var wave = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wave.put("RIFF".getBytes())
                .putInt(36 + bytes)
                .put("WAVEfmt ".getBytes())
                .putInt(16);
        wave.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
        wave.putShort((short) 2).putShort((short) 16).put("data".getBytes()).putInt(bytes);
        for (int i = 0; i < 2 * RATE; i++) {
            wave.putShort((short) (8_000 * Math.sin(2 * Math.PI * 440 * i / RATE)));
        }
        Files.createDirectories(file.getParent());
        Files.write(file, wave.array());
    }

    private static List<Cell> cells(String name) {
        boolean all = Boolean.getBoolean("camquay.interop.all");
        int turn = List.copyOf(PLAYERS.keySet()).indexOf(name);
        var cells = new ArrayList<Cell>();
        for (String offer : PLAYERS.get(name).offers()) {
            for (int i = 0; i < Cell.STREAMS.size(); i++) {
                var cell = new Cell(Cell.STREAMS.get(i), offer);
                boolean due = all || (Cell.OFFERS.indexOf(offer) + turn + i) % Cell.STREAMS.size() == 0;
                String cannot = PLAYERS.get(name).cannot(cell);
                if (due && cannot.isEmpty()) {
                    cells.add(cell);
                } else if (due) {
                    System.out.println("skipped: " + cell + ", because " + cannot);
                }
            }
        }
        return cells;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("players")
    void player_withOffersOfEveryShape_playsWhatBothHave(String name) throws Exception {
        var player = PLAYERS.get(name);
        player.require();
        var cells = cells(name);
        var reports = player.play(product, cells);
        assertThat(reports).hasSameSizeAs(cells);
        SoftAssertions.assertSoftly(softly -> {
            for (int i = 0; i < cells.size(); i++) {
                check(softly, name, player, cells.get(i), reports.get(i));
            }
        });
    }

    private static void check(SoftAssertions softly, String name, Player player, Cell cell, JsonNode report) {
        var what = name + ", offer " + cell.offer() + ", stream " + cell.stream() + ": " + report.toPrettyString();
        String expected = cell.expected(player.sees());
        var sections = report.path("offer")
                .asText()
                .lines()
                .filter(line -> line.startsWith("m="))
                .map(line -> line.split(" ")[0])
                .toList();
        System.out.println(name + " " + cell.offer() + " " + cell.stream() + " " + sections + ": expected " + expected
                + ", frames " + report.path("frames") + ", packets " + report.path("packets") + ", "
                + report.path("state"));
        if (expected.equals("-")) {
            softly.assertThat(report.path("status").asInt()).as(what).isEqualTo(406);
            return;
        }
        softly.assertThat(report.has("error")).as(what).isFalse();
        if (expected.contains("v")) {
            softly.assertThat(report.path("frames").asInt()).as(what).isGreaterThanOrEqualTo(FRAMES);
        }
        if (expected.contains("a")) {
            softly.assertThat(report.path("packets").asInt()).as(what).isGreaterThanOrEqualTo(PACKETS);
        }
        if (player.unfinished(cell.offer()).isEmpty()) {
            softly.assertThat(report.path("state").asText()).as(what).isEqualTo("connected");
        }
    }
}
