// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.camquay.api.control.CommandParameter.optional;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandParameter.Type;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.IceTestEntry;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceServerProvider;
import org.camquay.api.ice.IceServerTest;
import org.camquay.api.ice.IceServerUrl;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks STUN and TURN servers from this machine whether they work. */
@Component
public final class StartIceTestCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(StartIceTestCommand.class);
    private static final int MOST_URLS = 16;
    private static final int LONGEST_SECONDS = 30;

    private final IceServerTest test;

    @Reference(name = "iceServers", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<IceServerProvider> providers = List.of();

    @Activate
    public StartIceTestCommand(@Reference(name = "test") IceServerTest test) {
        this.test = test;
    }

    @Override
    public String name() {
        return "startIceTest";
    }

    @Override
    public String description() {
        return "Asks STUN and TURN servers from this machine whether they work";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(
                optional(
                        "urls",
                        Type.STRING,
                        "",
                        "stun:, turn: or turns: URLs with commas between; without, those"
                                + " this device is configured with"),
                optional("username", Type.STRING, "", "for TURN"),
                optional("credential", Type.SECRET, "", "for TURN"),
                optional("timeout", Type.NUMBER, "5", "seconds to wait for each, 1 to " + LONGEST_SECONDS));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        long seconds = arguments.number("timeout");
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new CommandException(
                    "parameter 'timeout' is '" + seconds + "': give 1 to " + LONGEST_SECONDS + " seconds");
        }
        var servers = arguments.has("urls") ? given(arguments) : configured();
        if (servers.isEmpty()) {
            throw new CommandException("no servers are configured here: give parameter 'urls'");
        }
        var results = results(servers, Duration.ofSeconds(seconds));
        long good = results.stream().filter(IceTestEntry::reachable).count();
        return CommandReply.success(good + " of " + results.size() + " work", results);
    }

    private static List<IceServer> given(CommandArguments arguments) throws CommandException {
        var urls = Stream.of(arguments.text("urls").split("[,\\s]+"))
                .filter(url -> !url.isEmpty())
                .toList();
        if (urls.size() > MOST_URLS) {
            throw new CommandException("parameter 'urls' has more than " + MOST_URLS);
        }
        for (String url : urls) {
            try {
                if (IceServerUrl.parse(url).kind() == IceServerUrl.Kind.TURN
                        && !(arguments.has("username") && arguments.has("credential"))) {
                    throw new CommandException("parameters 'username' and 'credential' are missing: TURN needs them");
                }
            } catch (IceException e) {
                throw new CommandException("parameter 'urls': " + e.getMessage());
            }
        }
        return urls.isEmpty()
                ? List.of()
                : List.of(new IceServer(urls, arguments.text("username"), arguments.text("credential")));
    }

    private List<IceServer> configured() {
        return providers.stream()
                .flatMap(provider -> servers(provider).stream())
                .toList();
    }

    private static List<IceServer> servers(IceServerProvider provider) {
        try {
            return Objects.requireNonNull(provider.iceServers("test"));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("getting ICE servers failed: {}", provider.getClass().getName(), e);
            return List.of();
        }
    }

    private List<IceTestEntry> results(List<IceServer> servers, Duration timeout) throws CommandException {
        try {
            // Its own limit holds for each server; ours only guards against one that never answers us.
            return test
                    .test(servers, timeout)
                    .toCompletableFuture()
                    .get(timeout.toSeconds() + 5, TimeUnit.SECONDS)
                    .stream()
                    .map(r -> new IceTestEntry(
                            r.url(), r.reachable(), r.mappedAddress(), r.relayAddress(), r.millis(), r.description()))
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        } catch (ExecutionException e) {
            throw new CommandException(String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            throw new CommandException("the test did not end in time");
        }
    }
}
