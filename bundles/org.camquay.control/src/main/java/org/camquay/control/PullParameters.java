// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.camquay.api.control.CommandParameter.mandatory;
import static org.camquay.api.control.CommandParameter.optional;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandParameter.Type;

/** What a pull is asked with, by command and by configuration file alike. */
final class PullParameters {
    static final List<CommandParameter> ALL = List.of(
            mandatory("uri", Type.STRING, "the source; %XX for special characters in user and password"),
            optional("localStreamName", Type.STRING, "", "the name viewers ask for; stream-<configId> without it"),
            optional("keepAlive", Type.BOOLEAN, "1", "open a lost source again, and after a restart"),
            optional("forceTcp", Type.BOOLEAN, "1", "let an RTSP source send over its TCP connection"),
            optional("lazy", Type.BOOLEAN, "0", "open the source with the first viewer, close it after the last"),
            optional(
                    "group",
                    Type.STRING,
                    "",
                    "name of a group: its streams are one source in several qualities, and viewers who ask for that"
                            + " name get the one their path takes"));

    /** What EMS takes besides; said so, because scripts written for EMS may have them. */
    private static final List<String> ONLY_IN_EMS = List.of(
            "ttl",
            "tos",
            "rtcpDetectionInterval",
            "httpProxy",
            "emulateUserAgent",
            "isAudio",
            "audioCodecBytes",
            "spsBytes",
            "ppsBytes",
            "ssmIp",
            "rangeStart",
            "rangeEnd",
            "sendRenewStream",
            "sourceType",
            "swfUrl",
            "pageUrl",
            "tcUrl");

    private PullParameters() {}

    /** What to say about parameters of EMS that have no meaning here; empty when there are none. */
    static Optional<String> refusal(Map<String, String> given) {
        return ONLY_IN_EMS.stream()
                .filter(name -> given.keySet().stream().anyMatch(name::equalsIgnoreCase))
                .findFirst()
                .map(name -> "parameter '" + name + "' is EMS's and has no meaning here: the driver finds out by itself"
                        + " or takes it from the URI; leave it out");
    }

    /** The intent asked for; a name is made from the number when none is given. */
    static PullIntent intent(CommandArguments arguments, long configId) throws CommandException {
        var uri = UriParameter.parse("uri", arguments.text("uri"));
        String name = arguments.has("localStreamName") ? arguments.text("localStreamName") : "stream-" + configId;
        try {
            return new PullIntent(
                    configId,
                    uri.toString(),
                    name,
                    arguments.flag("keepAlive"),
                    arguments.flag("forceTcp"),
                    arguments.flag("lazy"),
                    arguments.text("group"));
        } catch (IllegalArgumentException e) {
            throw new CommandException("parameters 'localStreamName' and 'group': " + e.getMessage());
        }
    }
}
