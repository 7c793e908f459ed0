// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.access.RoomList;
import org.camquay.api.control.CommandException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues this server's tokens and withdraws them, and keeps the list of rooms. A token of ours counts only as long as it
 * is in the list: what is deleted is void at once, and what has expired needs no memory. Thread: any; changes are
 * written to the disk before they count.
 */
@Component(service = {TokenIssuer.class, RoomList.class})
@Designate(ocd = TokenIssuer.Config.class)
public final class TokenIssuer implements RoomList {
    /** Where the keys, tokens and rooms are kept. */
    @ObjectClassDefinition(name = "Tokens issued here, and rooms")
    public @interface Config {
        @AttributeDefinition(description = "Folder of the key and the lists, for their owner only; relative to etc")
        String stateFolder() default "state/access";

        @AttributeDefinition(description = "Tokens that have not expired; one more is refused")
        int maxTokens() default 10_000;

        @AttributeDefinition(description = "Rooms in the list; one more is refused")
        int maxRooms() default 10_000;
    }

    private static final Logger LOG = LoggerFactory.getLogger(TokenIssuer.class);
    private static final int ID_BYTES = 9;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final AccessFile file;
    private final SigningKey key;
    private final Uses uses;
    private final Map<String, IssuedToken> tokens = new ConcurrentHashMap<>();
    private final int maxTokens;
    private final int maxRooms;
    private volatile Map<String, String> rooms;

    @Activate
    public TokenIssuer(Config config) throws IOException {
        this(
                Path.of(System.getProperty("camquay.etc", "")).resolve(config.stateFolder()),
                config.maxTokens(),
                config.maxRooms(),
                InstantSource.system());
    }

    TokenIssuer(Path folder, int maxTokens, int maxRooms, InstantSource clock) throws IOException {
        this.clock = clock;
        this.maxTokens = maxTokens;
        this.maxRooms = maxRooms;
        try {
            key = SigningKey.at(folder.resolve("signing-key.jwk"));
            file = new AccessFile(folder.resolve("access.json"));
            uses = new Uses(folder.resolve("used"), clock.instant());
            var content = file.read();
            rooms = content.rooms();
            content.tokens().forEach(token -> tokens.put(token.id(), token));
        } catch (IOException e) {
            LOG.error("access refused to everybody: {} ({})", folder, e.getMessage());
            throw e;
        }
    }

    InstantSource clock() {
        return clock;
    }

    Uses uses() {
        return uses;
    }

    VerificationKey verification() {
        return key.verification();
    }

    /** What to issue; times are counted from now. */
    record Order(
            String subject, Set<Scope> scopes, String room, List<String> streams, boolean once, Duration lifetime) {}

    /** A token and what it says. */
    record Made(Token token, String text) {}

    synchronized Made issue(Order order, String by) throws CommandException {
        var now = clock.instant();
        tokens.values().removeIf(token -> token.expiry().isBefore(now));
        if (tokens.size() >= maxTokens) {
            throw new CommandException("there are " + maxTokens + " tokens that hold: delete some with delToken,"
                    + " or raise maxTokens of " + TokenIssuer.class.getName());
        }
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        var id = Base64.getUrlEncoder().encodeToString(bytes);
        var token = new Token(
                SigningKey.NAME,
                id,
                order.subject(),
                order.scopes(),
                order.room(),
                order.streams(),
                order.once(),
                Instant.ofEpochSecond(now.plus(order.lifetime()).getEpochSecond()));
        tokens.put(id, IssuedToken.of(token));
        try {
            save();
        } catch (CommandException e) {
            tokens.remove(id);
            throw e;
        }
        LOG.info(
                "audit: token added ({} for {}, scope {}, room {}, by {})",
                id,
                order.subject(),
                Scopes.write(order.scopes()),
                order.room().isEmpty() ? "any" : order.room(),
                by);
        return new Made(token, key.sign(token, now));
    }

    /** The token is void from now on; empty when there is none of that id. */
    synchronized Optional<IssuedToken> withdraw(String id, String by) throws CommandException {
        var removed = tokens.remove(id);
        if (removed != null) {
            try {
                save();
            } catch (CommandException e) {
                tokens.put(id, removed);
                throw e;
            }
            LOG.info("audit: token deleted ({} for {}, by {})", id, removed.subject(), by);
        }
        return Optional.ofNullable(removed);
    }

    /** Those that hold, the first to expire first. */
    List<IssuedToken> tokens() {
        var now = clock.instant();
        return tokens.values().stream()
                .filter(token -> now.isBefore(token.expiry()))
                .sorted(Comparator.comparing(IssuedToken::expires).thenComparing(IssuedToken::id))
                .toList();
    }

    /** Whether a token that we signed is still in the list. */
    boolean holds(Token token) {
        return tokens.containsKey(token.id());
    }

    /** Adds a room, or describes it anew; from the first one on, only rooms of the list may be opened. */
    synchronized void addRoom(String name, String description, String by) throws CommandException {
        var before = rooms;
        var after = new TreeMap<String, String>(before == null ? Map.of() : before);
        if (after.size() >= maxRooms && !after.containsKey(name)) {
            throw new CommandException("there are " + maxRooms
                    + " rooms: delete some with delRoom, or raise maxRooms of " + TokenIssuer.class.getName());
        }
        after.put(name, description);
        saveRooms(after);
        LOG.info("audit: room added (room {}, by {})", name, by);
    }

    /** Removes a room; the list stays in force also when it is empty. False when it was not in it. */
    synchronized boolean removeRoom(String name, String by) throws CommandException {
        var before = rooms;
        if (before == null || !before.containsKey(name)) {
            return false;
        }
        var after = new TreeMap<>(before);
        after.remove(name);
        saveRooms(after);
        LOG.info("audit: room deleted (room {}, by {})", name, by);
        return true;
    }

    /** Drops the list: every room may be opened again. */
    synchronized void allowEveryRoom(String by) throws CommandException {
        saveRooms(null);
        LOG.info("audit: every room allowed (by {})", by);
    }

    /** Descriptions by name; empty when every room may be opened. */
    Optional<Map<String, String>> rooms() {
        return Optional.ofNullable(rooms);
    }

    @Override
    public boolean isAllowed(String room) {
        var list = rooms;
        return list == null || list.containsKey(room);
    }

    /** What was read of the map before must not change under its reader. */
    private void saveRooms(Map<String, String> after) throws CommandException {
        var before = rooms;
        rooms = after;
        try {
            save();
        } catch (CommandException e) {
            rooms = before;
            throw e;
        }
    }

    private void save() throws CommandException {
        try {
            file.write(new AccessFile.Content(rooms, new ArrayList<>(tokens.values())));
        } catch (IOException e) {
            throw new CommandException("the change cannot be written (" + e + "), so it does not hold");
        }
    }
}
