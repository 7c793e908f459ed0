// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camquay.api.control.ClientEntry;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.CommandReply.Status;
import org.camquay.api.control.ConfigList;
import org.camquay.api.control.HelpEntry;
import org.camquay.api.control.PullConfig;
import org.camquay.api.control.StreamEntry;
import org.camquay.api.control.VersionEntry;
import org.camquay.api.control.WebRtcConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
    @TempDir
    Path folder;

    private final FakeStreams streams = new FakeStreams();
    private final FakeGateway gateway = new FakeGateway();
    private final FakePeers peers = new FakePeers();
    private Path file;
    private PullIntents pulls;
    private WebRtcIntents rooms;
    private List<Command> commands;

    @BeforeEach
    void start() {
        file = folder.resolve("intents.json");
        var store = new Intents(file);
        pulls = new PullIntents(streams, store);
        rooms = new WebRtcIntents(gateway, store);
        var help = new HelpCommand();
        commands = List.of(
                new PullStreamCommand(pulls, streams),
                new StartWebRtcCommand(rooms, gateway),
                new StopWebRtcCommand(rooms),
                new ListStreamsCommand(streams),
                new GetStreamInfoCommand(streams),
                new ShutdownStreamCommand(streams, peers, pulls),
                new ListConfigCommand(pulls, rooms),
                new RemoveConfigCommand(pulls, rooms),
                new ClientsConnectedCommand(peers),
                new GetPeerInfoCommand(peers),
                new GetPeerStatsCommand(peers),
                new VersionCommand(),
                help);
        commands.stream().filter(c -> c != help).forEach(help::addCommand);
    }

    @Test
    void pullStream_withGroup_asksForItAndStoresIt() throws Exception {
        success("pullStream uri=test:bars localStreamName=door-main group=front-door");
        assertThat(streams.pulled.get(0).group()).isEqualTo("front-door");
        assertThat(Files.readString(file)).contains("front-door");
        var entries = (List<?>) success("listStreams").data();
        assertThat(((StreamEntry) entries.get(0)).group()).isEqualTo("front-door");
        assertThat(call("pullStream uri=test:bars localStreamName=a group=a").description())
                .contains("a name of its own");
        assertThat(call("pullStream uri=test:bars localStreamName=b group=a/b").description())
                .contains("group name");
    }

    @Test
    void pullStream_good_pullsStoresAndHidesThePassword() throws Exception {
        var reply = success("pullStream uri=rtsp://admin:s3cret@192.0.2.1/live localStreamName=cam1 forceTcp=0");
        var config = (PullConfig) reply.data();
        assertThat(config.configId()).isEqualTo(1);
        assertThat(config.uri()).isEqualTo("rtsp://192.0.2.1/live");
        assertThat(config.status().code()).isEqualTo("Streaming");
        assertThat(streams.pulled.get(0).uri().getUserInfo()).isEqualTo("admin:s3cret");
        assertThat(streams.pulled.get(0).forceTcp()).isFalse();
        assertThat(Files.readString(file)).contains("s3cret");
        for (String line : List.of("listConfig", "listStreams", "getStreamInfo localStreamName=cam1")) {
            assertThat(new ObjectMapper().writeValueAsString(success(line))).doesNotContain("s3cret");
        }
    }

    @Test
    void pullStream_withoutName_getsOneFromItsNumber() {
        assertThat(((PullConfig) success("pullStream uri=test:bars").data()).localStreamName())
                .isEqualTo("stream-1");
    }

    @Test
    void pullStream_notKeptAlive_isNotStoredAndGoesWithItsStream() {
        success("pullStream uri=test:bars localStreamName=once keepAlive=false");
        assertThat(new Intents(file).pulls()).isEmpty();
        assertThat(configs().pull()).hasSize(1);
        streams.shutdown("once");
        assertThat(configs().pull()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pullStream                                              | 'uri' is missing
            pullStream uri=gopher://x/y                             | 'gopher'; known: rtsp, test
            pullStream uri=rtsp://u:s3cret^@h/live                  | at character 16
            pullStream uri=rtsp://u:s3%cret@h/live                  | escape pair at character
            pullStream uri=cam1                                     | no scheme
            pullStream uri=test:bars localStreamName=a/b            | stream name 'a/b'
            pullStream uri=test:bars keepAlive=maybe                | 'keepAlive' is 'maybe'
            pullStream uri=test:bars colour=red                     | unknown parameter 'colour'
            pullStream uri=test:bars TTL=3                          | 'ttl' is EMS's and has no meaning here
            pullStream uri=test:bars localStreamName=taken          | 'taken' is taken
            startWebRTC ersIP=127.0.0.1 ersPort=4545                | 'roomID' is missing
            startWebRTC ersPort=4545 roomID=demo                    | 'ersIP' is missing
            startWebRTC ersIP=127.0.0.1 roomID=demo                 | 'ersPort' is missing
            startWebRTC ersIP=127.0.0.1 ersPort=0 roomID=demo       | from 1 to 65535
            startWebRTC ersIP=127.0.0.1 ersPort=65536 roomID=demo   | from 1 to 65535
            startWebRTC ersIP=a/b ersPort=1 roomID=demo             | 'ersIP' is not a host
            startWebRTC ers=u:s3cret@h ersPort=1 roomID=demo        | 'ers' is not a host
            startWebRTC url=mqtt://h/ roomID=demo                   | 'mqtt'; known: ws, wss
            startWebRTC url=ws://u:s3cret^@h/ roomID=demo           | 'url' is not a URI
            stopWebRTC                                              | Unable to stop WebRTC
            stopWebRTC ersport=70000                                | from 1 to 65535
            getStreamInfo                                           | either parameter
            getStreamInfo id=99                                     | no stream of id 99
            getStreamInfo localStreamName=none                      | no stream 'none'
            shutdownStream localStreamName=none                     | no stream 'none'
            removeConfig                                            | 'id' is missing
            removeConfig id=x                                       | not a whole number
            removeConfig id=77                                      | no configuration 77
            listStreams x=1                                         | unknown parameter 'x'
            """)
    void anyCommand_badInput_failsWithASentenceAndChangesNothing(String line, String part) {
        success("pullStream uri=test:bars localStreamName=taken");
        var reply = call(line);
        assertThat(reply.status()).isEqualTo(Status.FAIL);
        assertThat(reply.description()).contains(part).doesNotContain("s3cret");
        assertThat(reply.data()).isNull();
        assertThat(streams.list()).hasSize(1);
        assertThat(gateway.list()).isEmpty();
        assertThat(new Intents(file).pulls()).hasSize(1);
        assertThat(new Intents(file).rooms()).isEmpty();
    }

    @Test
    void startWebRTC_good_registersAndHidesTheToken() throws Exception {
        var reply = success("startWebRTC ersIP=127.0.0.1 ersPort=4545 roomID=demo token=s3cret");
        assertThat(reply.description()).isEqualTo("Started WebRTC Negotiation Service");
        var config = (WebRtcConfig) reply.data();
        assertThat(config.operationType()).isEqualTo(9);
        assertThat(config.ers()).isEqualTo("127.0.0.1");
        assertThat(config.ersip()).isEqualTo("127.0.0.1");
        assertThat(config.status().code()).isEqualTo("Connected");
        var target = gateway.list().get(0).target();
        assertThat(target.url()).hasToString("ws://127.0.0.1:4545/signaling");
        assertThat(target.token()).isEqualTo("s3cret");
        assertThat(new ObjectMapper().writeValueAsString(List.of(reply, configs())))
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ersip=::1 ersport=1          | ws://[::1]:1/signaling
            ersip=[2001:db8::2] ersport=1 | ws://[2001:db8::2]:1/signaling
            ersip=192.0.2.9 ers=ers.example ersport=443 ersoverssl=true | wss://ers.example:443/signaling
            url=wss://ers.example/other  | wss://ers.example/other
            """)
    void startWebRTC_waysToNameTheServer_buildItsUrl(String parameters, String url) {
        success("startwebrtc roomid=demo " + parameters);
        assertThat(gateway.list().get(0).target().url()).hasToString(url);
    }

    @Test
    void startWebRTC_sameRoomTwice_failsAsInEms() {
        success("startWebRTC ersIP=127.0.0.1 ersPort=4545 roomID=demo");
        assertThat(call("startWebRTC ersIP=127.0.0.1 ersPort=4545 roomID=demo").description())
                .contains("Unable to start WebRTC", "configuration 1", "demo");
        success("startWebRTC ersIP=127.0.0.1 ersPort=4545 roomID=other");
        assertThat(gateway.list()).hasSize(2);
    }

    @Test
    void stopWebRTC_filters_leaveTheOthers() {
        success("startWebRTC ersIP=127.0.0.1 ersPort=4545 roomID=a");
        success("startWebRTC ersIP=127.0.0.1 ersPort=4546 roomID=b");
        success("startWebRTC ersIP=192.0.2.1 ersPort=4545 roomID=c");
        success("stopWebRTC ersip=127.0.0.1 ersport=4546");
        success("stopWebRTC roomid=c ersport=0");
        assertThat(configs().webrtc()).extracting(WebRtcConfig::roomid).containsExactly("a");
        success("stopWebRTC");
        assertThat(gateway.list()).isEmpty();
        assertThat(new Intents(file).rooms()).isEmpty();
    }

    @Test
    void restart_storedIntents_areAppliedAgainOrAdopted() {
        success("pullStream uri=test:bars localStreamName=demo");
        success("startWebRTC ersIP=127.0.0.1 ersPort=4545 roomID=demo");
        var store = new Intents(file);

        assertThat(new PullIntents(streams, store).list()).hasSize(1);
        assertThat(new WebRtcIntents(gateway, store).list().get(0).status().code())
                .isEqualTo("Connected");
        assertThat(streams.pulled).hasSize(1);
        assertThat(gateway.list()).hasSize(1);

        var after = new FakeStreams();
        after.schemes.clear();
        assertThat(new PullIntents(after, store).list()).hasSize(1);
        assertThat(after.find("demo")).isPresent();
        var freshGateway = new FakeGateway();
        new WebRtcIntents(freshGateway, store);
        assertThat(freshGateway.list().get(0).target().device()).isEqualTo(store.device());
    }

    @Test
    void removeConfig_pullAndRoom_endBoth() {
        success("pullStream uri=test:bars localStreamName=demo");
        success("startWebRTC ersIP=127.0.0.1 ersPort=4545 roomID=demo");
        success("removeConfig id=1");
        success("removeConfig id=2");
        assertThat(streams.list()).isEmpty();
        assertThat(gateway.list()).isEmpty();
        assertThat(configs()).isEqualTo(new ConfigList(List.of(), List.of()));
    }

    @Test
    void shutdownStream_permanently_forgetsTheIntentElseNot() {
        success("pullStream uri=test:bars localStreamName=a");
        success("pullStream uri=test:bars localStreamName=b");
        peers.entries.add(PeerStatsTest.viewer("a"));
        assertThat(success("shutdownStream localStreamName=a").description()).contains("viewers ended: 1");
        assertThat(((StreamEntry) success("shutdownStream id=2 permanently=0").data()).name())
                .isEqualTo("b");
        assertThat(streams.list()).isEmpty();
        assertThat(new Intents(file).pulls())
                .extracting(PullIntent::localStreamName)
                .containsExactly("b");
        assertThat(call("pullStream uri=test:bars localStreamName=b").description())
                .contains("removeConfig id=2");
    }

    @Test
    void clientsConnected_ofOneStream_listsWhatItWasSent() {
        peers.entries.add(PeerStatsTest.viewer("a"));
        peers.entries.add(PeerStatsTest.viewer("b"));
        var data = (List<?>) success("clientsConnected localStreamName=a").data();
        assertThat(data).hasSize(1);
        var client = (ClientEntry) data.get(0);
        assertThat(client.packetsSent()).isEqualTo(30);
        assertThat(client.state()).isEqualTo("connected");
        assertThat(client.candidatePair()).isEqualTo("host udp 192.0.2.1:4545 to host udp 192.0.2.2:5000");
        assertThat((List<?>) success("clientsConnected").data()).hasSize(2);
    }

    @Test
    void help_oneCommandThrows_describesTheOthers() {
        var help = new HelpCommand();
        help.addCommand(new VersionCommand());
        help.addCommand((Command) Proxy.newProxyInstance(
                Command.class.getClassLoader(), new Class<?>[] {Command.class}, (self, method, arguments) -> {
                    throw new NoClassDefFoundError(method.getName());
                }));
        var reply = help.execute(null);
        assertThat((List<?>) reply.data())
                .map(entry -> ((HelpEntry) entry).name())
                .containsExactly("help", "version");
    }

    @Test
    void help_all_describesEveryCommand() {
        assertThat((List<?>) success("help").data())
                .map(entry -> ((HelpEntry) entry).name())
                .containsExactly(
                        "clientsConnected",
                        "getPeerInfo",
                        "getPeerStats",
                        "getStreamInfo",
                        "help",
                        "listConfig",
                        "listStreams",
                        "pullStream",
                        "removeConfig",
                        "shutdownStream",
                        "startWebRTC",
                        "stopWebRTC",
                        "version");
    }

    @Test
    void version_always_isTheBuilds() {
        assertThat(((VersionEntry) success("version").data()).version()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    private ConfigList configs() {
        return (ConfigList) success("listConfig").data();
    }

    private CommandReply success(String line) {
        var reply = call(line);
        assertThat(reply.status()).as(reply.description()).isEqualTo(Status.SUCCESS);
        return reply;
    }

    private CommandReply call(String line) {
        String[] words = line.trim().split(" ");
        Map<String, String> given = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            given.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return commands.stream()
                .filter(command -> command.name().equalsIgnoreCase(words[0]))
                .findFirst()
                .orElseThrow()
                .call(given);
    }
}
