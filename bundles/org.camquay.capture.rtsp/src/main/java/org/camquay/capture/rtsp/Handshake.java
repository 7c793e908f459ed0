// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.camquay.api.media.UnusedTrack;
import org.camquay.capture.rtsp.media.Chosen;
import org.camquay.capture.rtsp.media.MediaTracks;
import org.camquay.capture.rtsp.message.Headers.Field;
import org.camquay.capture.rtsp.message.RtspMessage.Response;
import org.camquay.sdp.MediaDescription;
import org.camquay.sdp.SdpParser;
import org.camquay.sdp.SdpResult;

/**
 * What is said until a camera sends: OPTIONS, DESCRIBE, SETUP of the first picture and the first sound that can be played, PLAY
 * (RFC 2326 §10). Only on its loop.
 */
final class Handshake {
    /** Who is told, once. */
    interface Owner {
        /** The camera sends from now on. */
        void onPlaying(Session session);

        void onFailed(Failure failure);
    }

    private static final String VIDEO = "video";
    private static final int VERSION_NOT_SUPPORTED = 505;
    private static final int INVALID_RANGE = 457;
    private static final int NO_AGGREGATE = 459;
    private static final int UNSUPPORTED_TRANSPORT = 461;
    private static final Field FROM_NOW = new Field("Range", "npt=0.000-");

    private final Conversation conversation;
    private final Location location;
    private final Session session;
    private final MediaTracks media;
    private final Setup setup;
    private final boolean talkBack;
    private final Owner owner;
    private final List<UnusedTrack> unused = new ArrayList<>();

    private List<MediaDescription> sections = List.of();
    private List<Chosen> chosen = List.of();
    private String base;

    /** Makes one; {@code talkBack}: whether the camera is asked for its back channel (ONVIF Streaming, 5.3.1). */
    Handshake(
            Conversation conversation,
            Location location,
            Session session,
            MediaTracks media,
            Setup setup,
            boolean talkBack,
            Owner owner) {
        this.conversation = conversation;
        this.location = location;
        this.session = session;
        this.media = media;
        this.setup = setup;
        this.talkBack = talkBack;
        this.owner = owner;
    }

    void begin() {
        conversation.ask("OPTIONS", location.uri(), List.of(), response -> {
            if (response.status() == VERSION_NOT_SUPPORTED && !conversation.isVersion2()) {
                conversation.version(Conversation.VERSION_2);
                begin();
                return;
            }
            // a camera that does not know OPTIONS may know the rest
            session.methods(response);
            if (response.isRedirection()) {
                redirected(response);
            } else {
                describe();
            }
        });
    }

    private void describe() {
        var fields = new ArrayList<>(List.of(new Field("Accept", "application/sdp")));
        if (talkBack) {
            fields.add(new Field("Require", "www.onvif.org/ver20/backchannel"));
        }
        ask("DESCRIBE", location.uri(), fields, this::described);
    }

    /** As {@link Conversation#ask}; whatever is no success ends the handshake. */
    private void ask(String method, String uri, List<Field> fields, Consumer<Response> answer) {
        conversation.ask(method, uri, fields, response -> {
            if (response.isRedirection()) {
                redirected(response);
            } else if (response.isSuccess()) {
                answer.accept(response);
            } else {
                owner.onFailed(Failure.last(Reasons.refused(method, response)));
            }
        });
    }

    private void redirected(Response response) {
        var to = response.headers().first("Location");
        owner.onFailed(
                to.isPresent()
                        ? new Failure(Failure.Kind.MOVED, to.get())
                        : Failure.last("the camera sends us elsewhere, and not where (" + response.status()
                                + "); check the path"));
    }

    private void described(Response response) {
        if (!(SdpParser.parse(response.body()) instanceof SdpResult.Ok ok)) {
            owner.onFailed(Failure.last(
                    "the camera's description of its stream cannot be read; check the path, or update the camera"));
            return;
        }
        var headers = response.headers();
        var told = ControlUri.base(location.uri(), headers.first("Content-Base"), headers.first("Content-Location"));
        var control = ok.sdp().attribute("control");
        session.uri(ControlUri.of(told, control));
        base = ControlUri.base(told, control, Optional.empty());
        sections = ok.sdp().media();
        var choice = MediaTracks.choose(sections);
        unused.addAll(choice.unused());
        chosen = choice.tracks();
        if (!isReadable()) {
            owner.onFailed(new Failure(Failure.Kind.UNSUPPORTED, nothing()));
        } else if (chosen.isEmpty()) {
            owner.onFailed(Failure.last(nothing()));
        } else {
            setUp(0);
        }
    }

    /** Whether there is a picture if the camera has one; else a sound, if it has one. Another driver may know other codecs. */
    private boolean isReadable() {
        boolean hasPicture = unused.stream().anyMatch(track -> track.kind().equals(VIDEO));
        boolean picture = chosen.stream()
                .anyMatch(each -> sections.get(each.section()).kind().word().equals(VIDEO));
        return picture || !hasPicture && (!chosen.isEmpty() || unused.isEmpty());
    }

    private String nothing() {
        var reasons = new HashSet<String>();
        unused.forEach(track -> reasons.add(track.kind() + " " + track.codec() + ": " + track.reason()));
        var why = reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
        return "holds neither picture nor sound that can be played" + why;
    }

    private void setUp(int index) {
        if (index == chosen.size()) {
            play();
            return;
        }
        var track = chosen.get(index);
        var section = sections.get(track.section());
        var uri = ControlUri.of(base, section.attribute("control"));
        var transport = setup.ask(index);
        if (transport.isEmpty()) {
            owner.onFailed(Failure.last("this machine has no free UDP ports; close what holds them"));
            return;
        }
        var fields = new ArrayList<>(List.of(new Field("Transport", transport.get())));
        session.field().ifPresent(fields::add);
        if (talkBack) {
            fields.add(new Field("Require", "www.onvif.org/ver20/backchannel"));
        }
        conversation.ask("SETUP", uri, fields, response -> {
            if (response.isSuccess()) {
                session.isMade(response);
                var number = session.tracks().size();
                session.add(setup.take(
                        index,
                        response,
                        uri,
                        track.payloadType(),
                        ordered -> media.add(number, section, track.payloadType(), ordered)));
                setUp(index + 1);
            } else {
                notSetUp(index, response);
            }
        });
    }

    private void notSetUp(int index, Response response) {
        if (response.status() == UNSUPPORTED_TRANSPORT && setup.isUdp()) {
            setup.overTcp();
            if (index == 0) {
                setUp(0);
            } else {
                owner.onFailed(new Failure(Failure.Kind.NO_UDP, Reasons.refused("SETUP", response)));
            }
            return;
        }
        setup.leave(index);
        var refused = sections.get(chosen.get(index).section());
        if (response.isRedirection()) {
            redirected(response);
        } else if (response.status() == UNSUPPORTED_TRANSPORT && index == 0) {
            owner.onFailed(Failure.last(Reasons.onlyUdp(response)));
        } else if (chosen.size() == 1 || index == 0) {
            owner.onFailed(Failure.last(Reasons.refused("SETUP", response)));
        } else {
            var codec = refused.rtpMap(chosen.get(index).payloadType())
                    .map(map -> map.encodingName().toUpperCase(Locale.ROOT))
                    .orElse("");
            unused.add(new UnusedTrack(
                    refused.kind().word(), codec, "the camera refuses to send it (" + response.status() + ")"));
            setUp(index + 1);
        }
    }

    private void play() {
        session.unused(unused);
        play(List.of(session.aggregate()), true);
    }

    private void play(List<String> uris, boolean range) {
        var fields = new ArrayList<Field>();
        session.field().ifPresent(fields::add);
        if (range) {
            fields.add(FROM_NOW);
        }
        conversation.ask("PLAY", uris.get(0), fields, response -> {
            if (response.isSuccess() && uris.size() == 1) {
                owner.onPlaying(session);
            } else if (response.isSuccess()) {
                play(uris.subList(1, uris.size()), range);
            } else if (response.status() == INVALID_RANGE && range) {
                play(uris, false);
            } else if (response.status() == NO_AGGREGATE && !own().equals(uris)) {
                play(own(), range);
            } else if (response.isRedirection()) {
                redirected(response);
            } else {
                owner.onFailed(Failure.last(Reasons.refused("PLAY", response)));
            }
        });
    }

    private List<String> own() {
        return session.tracks().stream().map(SetUpTrack::uri).toList();
    }
}
