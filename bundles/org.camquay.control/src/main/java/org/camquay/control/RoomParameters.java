// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.camquay.api.control.CommandParameter.mandatory;
import static org.camquay.api.control.CommandParameter.optional;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandParameter.Type;

/** What a room is waited in with, by command and by configuration file alike. */
final class RoomParameters {
    static final List<CommandParameter> ALL = List.of(
            optional("ersIP", Type.STRING, "", "address of the rendezvous server"),
            optional("ers", Type.STRING, "", "its name or address; preferred over ersIP"),
            optional("ersPort", Type.PORT, "", "its port"),
            mandatory("roomID", Type.STRING, "the room to wait in"),
            optional("token", Type.SECRET, "", "proves the right to open the room; file:PATH for a file that holds it"),
            optional(
                    "streams",
                    Type.STRING,
                    "",
                    "the streams shown there, with commas between, the first one unless a viewer names another; * for all but"
                            + " those of other rooms; else the stream of the room's name"),
            optional("keepAlive", Type.BOOLEAN, "1", "wait there after a restart too"),
            optional("ersOverSsl", Type.BOOLEAN, "0", "use TLS"),
            optional(
                    "pin",
                    Type.STRING,
                    "",
                    "SHA-256 of the server's key or certificate, trusted in place of an authority"),
            optional("url", Type.STRING, "", "the signaling server, instead of ersIP, ersPort and ersOverSsl"));

    private static final int MAX_ROOM = 256;
    private static final int MAX_STREAMS = 64;

    private RoomParameters() {}

    /** The intent asked for. */
    static WebRtcIntent intent(CommandArguments arguments, long configId) throws CommandException {
        URI url = arguments.has("url") ? UriParameter.parse("url", arguments.text("url")) : built(arguments);
        String room = arguments.text("roomID");
        if (room.length() > MAX_ROOM || room.chars().anyMatch(Character::isISOControl)) {
            throw new CommandException(
                    "parameter 'roomID': use at most " + MAX_ROOM + " characters, none of them a control character");
        }
        if (!arguments.text("pin").isEmpty() && !isTls(url)) {
            throw new CommandException("parameter 'pin' is for TLS: add ersOverSsl=1, or give a url with wss");
        }
        String host = arguments.has("url") && url.getHost() != null ? unbracketed(url.getHost()) : host(arguments);
        return new WebRtcIntent(
                configId,
                host,
                arguments.has("ersIP") ? unbracketed(arguments.text("ersIP")) : host,
                arguments.has("url") ? Math.max(url.getPort(), 0) : arguments.port("ersPort"),
                isTls(url),
                url.toString(),
                room,
                arguments.text("token"),
                arguments.flag("keepAlive"),
                arguments.text("pin"),
                streams(arguments.text("streams")));
    }

    private static boolean isTls(URI url) {
        return url.getScheme().matches("(?i)wss|https|mqtts|.*ssl");
    }

    private static List<String> streams(String text) throws CommandException {
        var streams = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (streams.size() > MAX_STREAMS) {
            throw new CommandException("parameter 'streams': name at most " + MAX_STREAMS + ", or * for all");
        }
        return streams;
    }

    private static URI built(CommandArguments arguments) throws CommandException {
        String host = host(arguments);
        if (host.isEmpty()) {
            throw new CommandException("parameter 'ersIP' is missing: give ersIP or ers, or a whole url");
        }
        if (!arguments.has("ersPort")) {
            throw new CommandException("parameter 'ersPort' is missing: the rendezvous server's port, 1 to 65535");
        }
        String scheme = arguments.flag("ersOverSsl") ? "wss" : "ws";
        String parameter = arguments.has("ers") ? "ers" : "ersIP";
        try {
            var url = new URI(scheme, null, host, arguments.port("ersPort"), "/signaling", null, null);
            if (!host.matches("[A-Za-z0-9._:%-]+") || url.getHost() == null) {
                throw new CommandException("parameter '" + parameter + "' is not a host name or address");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new CommandException("parameter '" + parameter + "' is not a host name or address");
        }
    }

    private static String host(CommandArguments arguments) {
        return unbracketed(arguments.has("ers") ? arguments.text("ers") : arguments.text("ersIP"));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
