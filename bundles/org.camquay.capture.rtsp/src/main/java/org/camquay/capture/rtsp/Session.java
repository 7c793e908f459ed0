// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.camquay.api.media.UnusedTrack;
import org.camquay.capture.rtsp.link.UdpPair;
import org.camquay.capture.rtsp.message.Headers.Field;
import org.camquay.capture.rtsp.message.RtspMessage.Response;
import org.camquay.capture.rtsp.message.SessionId;

/** What was agreed with a camera: its session and its tracks. Only on its loop. */
final class Session {
    private final List<SetUpTrack> tracks = new ArrayList<>();
    private List<UnusedTrack> unused = List.of();
    private List<String> methods = List.of();
    private Optional<SessionId> id = Optional.empty();
    private String aggregate = "";

    /** Reads which methods the camera has, if it says so. */
    void methods(Response response) {
        methods = response.headers().all("Public").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(word -> word.strip().toUpperCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The methods that it says to have; empty if it does not say. */
    List<String> methods() {
        return methods;
    }

    void uri(String ofAll) {
        aggregate = ofAll;
    }

    /** The URI by which all tracks are controlled at once. */
    String aggregate() {
        return aggregate;
    }

    /** Reads the session of an answer to SETUP. */
    void isMade(Response response) {
        id = response.headers().first("Session").map(SessionId::parse).or(() -> id);
    }

    /** The field that names the session, if there is one. */
    Optional<Field> field() {
        return id.map(session -> new Field("Session", session.id()));
    }

    /** After how many seconds without a request the camera ends it. */
    int timeoutSeconds() {
        return id.orElse(SessionId.parse("")).timeoutSeconds();
    }

    void add(SetUpTrack track) {
        tracks.add(track);
    }

    List<SetUpTrack> tracks() {
        return tracks;
    }

    void unused(List<UnusedTrack> others) {
        unused = List.copyOf(others);
    }

    /** The camera's other tracks, and why they are not taken. */
    List<UnusedTrack> unused() {
        return unused;
    }

    /** Whether packets come over UDP. */
    boolean isUdp() {
        return tracks.stream().anyMatch(track -> track.ports().isPresent());
    }

    /** Whether packets came. */
    boolean isAlive() {
        return received() > 0;
    }

    /** How many came. */
    long received() {
        long sum = 0;
        for (var track : tracks) {
            sum += track.media().received();
        }
        return sum;
    }

    /** Whether the formats of all tracks are known. */
    boolean isComplete() {
        return tracks.stream().allMatch(track -> track.media().complete());
    }

    /** Whether the camera said good-bye to all tracks. */
    boolean isEnded() {
        return !tracks.isEmpty()
                && tracks.stream().allMatch(track -> track.media().ended());
    }

    void closePorts() {
        tracks.forEach(track -> track.ports().ifPresent(UdpPair::close));
    }
}
