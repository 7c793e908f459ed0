// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.camquay.onvif.JsonRpcMessage.ErrorResponse;
import org.camquay.onvif.JsonRpcMessage.Notification;
import org.camquay.onvif.JsonRpcMessage.Request;
import org.camquay.onvif.JsonRpcMessage.Response;
import org.junit.jupiter.api.Test;

/** Every message of the specification's flow: the JSON as it goes over the wire, and the values it is read as. */
class GoldenMessagesTest {
    private static final JsonRpcId ONE = JsonRpcId.of(1);
    private static final OnvifIceServer STUN =
            new OnvifIceServer(List.of("stun:192.0.2.1"), Optional.empty(), Optional.empty());
    private static final OnvifIceServer TURN =
            new OnvifIceServer(List.of("turn:192.0.2.1", "turns:t.example"), Optional.of("u"), Optional.of("p"));

    private final JsonRpcCodec codec = new JsonRpcCodec();

    @Test
    void register_client() {
        request(
                "{'jsonrpc':'2.0','id':1,'method':'register','params':{'authorization':'token'}}",
                OnvifMethod.REGISTER,
                new Register(Optional.of("token"), Optional.empty(), List.of()),
                Register::parse);
    }

    @Test
    void register_clientWithHolder() {
        request(
                "{'jsonrpc':'2.0','id':1,'method':'register','params':{'authorization':'token','holder':'k3y'}}",
                OnvifMethod.REGISTER,
                new Register(Optional.of("token"), Optional.empty(), List.of(), Optional.of("k3y")),
                Register::parse);
    }

    @Test
    void register_device() {
        request(
                "{'jsonrpc':'2.0','id':1,'method':'register','params':{'authorization':'token','name':'door',"
                        + "'capabilities':['subProtocols','extend']}}",
                OnvifMethod.REGISTER,
                new Register(
                        Optional.of("token"),
                        Optional.of("door"),
                        List.of(OnvifMethod.CAPABILITY_SUB_PROTOCOLS, OnvifMethod.CAPABILITY_EXTEND)),
                Register::parse);
        result("{'jsonrpc':'2.0','id':1,'result':{'id':'door'}}", new RegisterResult("door"), RegisterResult::parse);
    }

    @Test
    void unregister() {
        var wire = json("{'jsonrpc':'2.0','id':1,'method':'unregister','params':{}}");
        var message = new Request(ONE, OnvifMethod.UNREGISTER, OnvifParams.none());
        assertThat(codec.write(message)).isEqualTo(wire);
        assertThat(read(wire)).isEqualTo(message);
        assertThat(read(json("{'jsonrpc':'2.0','id':1,'method':'unregister'}"))).isEqualTo(message);
    }

    @Test
    void connect_clientToServer() {
        request(
                "{'jsonrpc':'2.0','id':1,'method':'connect','params':{'peer':'door','authorization':'','profile':'main'}}",
                OnvifMethod.CONNECT,
                new Connect("door", "", Optional.of("main")),
                Connect::parse);
        result(
                "{'jsonrpc':'2.0','id':1,'result':{'session':'s1','iceServers':[{'urls':['stun:192.0.2.1']},"
                        + "{'urls':['turn:192.0.2.1','turns:t.example'],'username':'u','credential':'p'}],"
                        + "'expiryTimeSeconds':3600,'capabilities':['extend']}}",
                new ConnectResult("s1", List.of(STUN, TURN), OptionalInt.of(3600), List.of("extend")),
                ConnectResult::parse);
    }

    @Test
    void connect_serverToDevice() {
        request(
                "{'jsonrpc':'2.0','id':1,'method':'connect','params':{'session':'s1','profile':'main',"
                        + "'iceServers':[{'urls':['stun:192.0.2.1']}],'expiryTimeSeconds':60}}",
                OnvifMethod.CONNECT,
                new ConnectDevice("s1", Optional.of("main"), List.of(STUN), OptionalInt.of(60)),
                ConnectDevice::parse);
        result("{'jsonrpc':'2.0','id':1,'result':{}}", new ConnectDeviceResult(List.of()), ConnectDeviceResult::parse);
    }

    @Test
    void invite() {
        request(
                "{'jsonrpc':'2.0','id':1,'method':'invite','params':{'session':'s1','offer':'v=0\\r\\n',"
                        + "'subprotocols':['vnd.onvif.metadata+gzip']}}",
                OnvifMethod.INVITE,
                new Invite("s1", "v=0\r\n", List.of("vnd.onvif.metadata+gzip")),
                Invite::parse);
        result(
                "{'jsonrpc':'2.0','id':1,'result':{'answer':'v=0\\r\\n'}}",
                new InviteResult("v=0\r\n", List.of()),
                InviteResult::parse);
    }

    @Test
    void trickle() {
        notification(
                "{'jsonrpc':'2.0','method':'trickle','params':{'session':'s1','candidate':{'candidate':'candidate:1',"
                        + "'sdpMid':'0','sdpMLineIndex':0,'usernameFragment':'ab'}}}",
                OnvifMethod.TRICKLE,
                new Trickle(
                        "s1",
                        new IceCandidateInit("candidate:1", Optional.of("0"), OptionalInt.of(0), Optional.of("ab"))),
                Trickle::parse);
        notification(
                "{'jsonrpc':'2.0','method':'trickle','params':{'session':'s1','candidate':{'candidate':''}}}",
                OnvifMethod.TRICKLE,
                new Trickle("s1", IceCandidateInit.END),
                Trickle::parse);
    }

    @Test
    void extend() {
        request(
                "{'jsonrpc':'2.0','id':1,'method':'extend','params':{'session':'s1','authorization':'new'}}",
                OnvifMethod.EXTEND,
                new Extend("s1", Optional.of("new"), OptionalInt.empty()),
                Extend::parse);
        request(
                "{'jsonrpc':'2.0','id':1,'method':'extend','params':{'session':'s1','expiryTimeSeconds':90}}",
                OnvifMethod.EXTEND,
                new Extend("s1", Optional.empty(), OptionalInt.of(90)),
                Extend::parse);
        result("{'jsonrpc':'2.0','id':1,'result':{'expiryTimeSeconds':90}}", new ExtendResult(90), ExtendResult::parse);
        var fresh = new OnvifIceServer(List.of("turn:192.0.2.1"), Optional.of("u"), Optional.of("c"));
        result(
                "{'jsonrpc':'2.0','id':1,'result':{'expiryTimeSeconds':90,"
                        + "'iceServers':[{'urls':['turn:192.0.2.1'],'username':'u','credential':'c'}]}}",
                new ExtendResult(90, List.of(fresh)),
                ExtendResult::parse);
    }

    @Test
    void iceServers() {
        request(
                "{'jsonrpc':'2.0','id':1,'method':'vnd.camquay.iceServers','params':{'session':'s1'}}",
                OnvifMethod.ICE_SERVERS,
                new SessionServers("s1", List.of()),
                SessionServers::parse);
        result(
                "{'jsonrpc':'2.0','id':1,'result':{'session':'s1','iceServers':[{'urls':['stun:192.0.2.1']}]}}",
                new SessionServers("s1", List.of(STUN)),
                SessionServers::parse);
    }

    @Test
    void presence() {
        notification(
                "{'jsonrpc':'2.0','method':'vnd.camquay.presence','params':{'peer':'door','online':true}}",
                OnvifMethod.PRESENCE,
                new Presence("door", true),
                Presence::parse);
    }

    @Test
    void error_asResponseAndAsNotification() {
        both(
                "{'jsonrpc':'2.0','id':1,'error':{'code':480,'message':'No camera.'}}",
                new ErrorResponse(Optional.of(ONE), new JsonRpcError(ErrorCode.TEMPORARILY_UNAVAILABLE, "No camera.")));
        both(
                "{'jsonrpc':'2.0','error':{'code':1002,'message':'Gone.','session':'s1'}}",
                ErrorResponse.notification(new JsonRpcError(ErrorCode.PEER_DISCONNECTED, "Gone.", "s1")));
    }

    private <T extends OnvifParams> void request(
            String wire, String method, T params, Function<JsonNode, Decoded<T>> parse) {
        var message = new Request(ONE, method, params);
        both(wire, message);
        assertThat(parse.apply(((Request) read(json(wire))).params())).isEqualTo(new Decoded.Ok<>(params));
    }

    private <T extends OnvifParams> void notification(
            String wire, String method, T params, Function<JsonNode, Decoded<T>> parse) {
        both(wire, new Notification(method, params));
        assertThat(parse.apply(((Notification) read(json(wire))).params())).isEqualTo(new Decoded.Ok<>(params));
    }

    private <T extends OnvifParams> void result(String wire, T result, Function<JsonNode, Decoded<T>> parse) {
        var message = new Response(ONE, result.toJson());
        both(wire, message);
        assertThat(parse.apply(((Response) read(json(wire))).result())).isEqualTo(new Decoded.Ok<>(result));
    }

    private void both(String wire, JsonRpcMessage message) {
        assertThat(codec.write(message)).isEqualTo(json(wire));
        assertThat(read(json(wire))).isEqualTo(read(codec.write(message)));
    }

    private JsonRpcMessage read(String text) {
        return ((JsonRpcResult.Ok) codec.parse(text)).message();
    }

    private static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }
}
