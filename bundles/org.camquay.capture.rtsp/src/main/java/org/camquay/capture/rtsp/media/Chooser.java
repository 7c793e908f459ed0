// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camquay.api.media.UnusedTrack;
import org.camquay.sdp.Direction;
import org.camquay.sdp.MediaDescription;

/** Which sections of a description are taken: the first picture and the first sound that can be played. Pure. */
final class Chooser {
    private final List<Chosen> chosen = new ArrayList<>();
    private final List<UnusedTrack> unused = new ArrayList<>();
    private final List<MediaDescription> sections;
    private final Direction backward;

    Chooser(List<MediaDescription> sections) {
        this.sections = sections;
        // directions are the client's (ONVIF Streaming §5.3.1); a camera that says to send pictures only tells its own
        boolean itsOwn = sections.stream()
                .anyMatch(each -> each.kind().word().equals("video") && each.direction() == Direction.SENDONLY);
        backward = itsOwn ? Direction.RECVONLY : Direction.SENDONLY;
    }

    Choice choose() {
        take("video");
        take("audio");
        for (var section : sections) {
            if (!section.kind().word().matches("video|audio")) {
                leave(section, "only picture and sound are sent");
            }
        }
        return new Choice(chosen, unused);
    }

    private void take(String kind) {
        boolean taken = false;
        for (int i = 0; i < sections.size(); i++) {
            var section = sections.get(i);
            if (!section.kind().word().equals(kind)) {
                continue;
            }
            var usable = section.payloadTypes().stream()
                    .flatMap(type -> Payload.of(section, type).stream())
                    .filter(Payload::isSupported)
                    .findFirst();
            var reason = reason(section, taken, usable);
            if (reason.isEmpty()) {
                taken = true;
                chosen.add(new Chosen(i, usable.orElseThrow().type()));
            } else {
                leave(section, reason);
            }
        }
    }

    private String reason(MediaDescription section, boolean taken, Optional<Payload> usable) {
        boolean picture = section.kind().word().equals("video");
        if (section.direction() == backward) {
            return "this is the camera's loudspeaker, to which nothing is sent";
        } else if (section.direction() == Direction.INACTIVE) {
            return "the camera says that it does not send it; switch it on there";
        } else if (usable.isEmpty()) {
            return "this codec is not supported; set the camera to " + (picture ? "H.264" : "AAC, G.711 or Opus");
        } else if (taken) {
            return picture
                    ? "a stream has one picture, the first one; pull this one by an address of its own"
                    : "a stream has one sound, the first one";
        }
        return "";
    }

    private void leave(MediaDescription section, String reason) {
        var codec = section.payloadTypes().stream()
                .flatMap(type -> Payload.of(section, type).stream())
                .map(each -> each.map().encodingName())
                .findFirst();
        unused.add(new UnusedTrack(section.kind().word(), codec.orElse(""), reason));
    }
}
