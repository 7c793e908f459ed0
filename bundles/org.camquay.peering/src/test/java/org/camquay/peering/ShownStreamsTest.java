// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.camquay.api.peer.NoSuchStreamException;
import org.camquay.api.peer.PeerException;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamRequest;
import org.camquay.api.stream.Streams;
import org.junit.jupiter.api.Test;

/** Which streams a room shows. */
class ShownStreamsTest {
    private static final Streams STREAMS = new Streams() {
        private final List<Stream> all =
                List.of(stream("first", ""), stream("door", ""), stream("main", "door"), stream("garage", ""));

        @Override
        public Stream pull(StreamRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Stream> find(String name) {
            return all.stream().filter(s -> s.name().equals(name)).findFirst();
        }

        @Override
        public List<Stream> list() {
            return all;
        }

        @Override
        public boolean shutdown(String name) {
            return false;
        }

        @Override
        public Set<String> schemes() {
            return Set.of();
        }
    };

    private static Stream stream(String name, String group) {
        return (Stream) Proxy.newProxyInstance(
                Stream.class.getClassLoader(),
                new Class<?>[] {Stream.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "name" -> name;
                    case "group" -> group;
                    default -> null;
                });
    }

    private static SignalingTarget room(String name, String... streams) {
        return new SignalingTarget(URI.create("ws://h:1/signaling"), name, "", new UUID(0, 1), "", List.of(streams));
    }

    private static String chosen(String asked, SignalingTarget room, SignalingTarget... others) throws PeerException {
        return ShownStreams.choose(STREAMS, asked, room, List.of(others)).name();
    }

    private static void notShown(String asked, SignalingTarget room, SignalingTarget... others) {
        assertThatThrownBy(() -> chosen(asked, room, others))
                .isInstanceOf(NoSuchStreamException.class)
                .message()
                .contains("not shown")
                .doesNotContain(asked);
        assertThat(ShownStreams.isShown(STREAMS, asked, room, List.of(others))).isFalse();
    }

    @Test
    void room_withoutList_showsTheStreamOfItsNameAndItsQualities() throws Exception {
        assertThat(chosen("", room("door"))).isEqualTo("door");
        assertThat(chosen("door", room("door"))).isEqualTo("door");
        assertThat(chosen("main", room("door"))).isEqualTo("main");
        notShown("garage", room("door"));
        notShown("nowhere", room("door"));
    }

    @Test
    void room_withoutListOrStreamOfItsName_showsTheDevicesFirst() throws Exception {
        assertThat(chosen("", room("home"))).isEqualTo("first");
        assertThat(chosen("first", room("home"))).isEqualTo("first");
        notShown("garage", room("home"));
    }

    @Test
    void room_withList_showsThatList() throws Exception {
        var room = room("home", "later", "door", "garage");
        assertThat(chosen("", room)).isEqualTo("door");
        assertThat(chosen("garage", room)).isEqualTo("garage");
        assertThat(chosen("main", room)).isEqualTo("main");
        notShown("first", room);
        assertThatThrownBy(() -> chosen("later", room)).isInstanceOf(NoSuchStreamException.class);
        assertThatThrownBy(() -> chosen("", room("home", "later"))).isInstanceOf(NoSuchStreamException.class);
    }

    @Test
    void room_ofAll_showsWhatNoOtherRoomShows() throws Exception {
        var all = room("demo", SignalingTarget.ALL);
        assertThat(chosen("garage", all, all)).isEqualTo("garage");
        notShown("garage", all, all, room("garage"));
        notShown("main", all, all, room("door"));
        notShown("first", all, room("home", "first"));
        assertThat(chosen("first", all, room("home", "garage"))).isEqualTo("first");
        assertThat(chosen("", all, room("first"))).isEqualTo("first");
    }
}
