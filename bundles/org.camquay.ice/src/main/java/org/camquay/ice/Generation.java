// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camquay.api.ice.IceGatheringState;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceRole;
import org.camquay.api.net.EventLoop;
import org.camquay.stun.IceAttribute;
import org.camquay.stun.StunAttribute;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;

/** From one pair of parameters to a nominated pair; an ICE restart begins another (RFC 8445 §9). */
final class Generation {
    /** The agent, as its generations see it. */
    interface Owner {
        void onGatheringState(Generation generation, IceGatheringState state);

        void onLocalCandidate(Generation generation, Candidate candidate);

        /** A pair works. */
        void onValid(Generation generation, CandidatePair pair);

        /** Both sides agreed on a pair. */
        void onNominated(Generation generation, CandidatePair pair);

        /** We gave in, or the peer did. */
        void onRoleChange();

        /** No pair worked in time. */
        void onFailed(Generation generation);
    }

    private final AgentSetup setup;
    private final Owner owner;
    private final Role role;
    private final Inbox inbox;
    private final Relays relays;
    private final Credentials credentials;
    private final Checklist checklist;
    private final Tally tally = new Tally();
    private final Transactions transactions;
    private final Gathering gathering;
    private final CheckResponder responder = new CheckResponder(this);
    private final Checking checking;
    private final Map<Transport, Set<InetSocketAddress>> admitted = new HashMap<>();
    private Nomination nomination;
    private EventLoop.Timer patience;
    private EventLoop.Timer ipv6Relays;
    private CandidatePair nominated;
    private boolean remoteEnded;
    private boolean closed;

    Generation(AgentSetup setup, Owner owner, Role role, Inbox inbox, Relays relays) {
        this.relays = relays;
        this.setup = setup;
        this.owner = owner;
        this.role = role;
        this.inbox = inbox;
        credentials = new Credentials(fragment -> setup.demultiplexer().claim(fragment, inbox));
        checklist = new Checklist(role);
        transactions = new Transactions(inbox, credentials, tally);
        checking = new Checking(this);
        gathering = new Gathering(this);
        nomination = nominationByRole();
    }

    AgentSetup setup() {
        return setup;
    }

    Owner owner() {
        return owner;
    }

    Role role() {
        return role;
    }

    Credentials credentials() {
        return credentials;
    }

    Checklist checklist() {
        return checklist;
    }

    Tally tally() {
        return tally;
    }

    Inbox inbox() {
        return inbox;
    }

    Relays relays() {
        return relays;
    }

    Gathering gathering() {
        return gathering;
    }

    Transactions transactions() {
        return transactions;
    }

    Checking checking() {
        return checking;
    }

    boolean isClosed() {
        return closed;
    }

    /** Agreed on a pair, and nothing better can come. */
    boolean isComplete() {
        return nominated != null && hasAllCandidates();
    }

    /** Both sides have named all their candidates; what the peer's checks may still show is another matter. */
    boolean hasAllCandidates() {
        return remoteEnded && gathering.isComplete();
    }

    void gather(List<Servers.Entry> servers) {
        gathering.begin(servers);
    }

    void remote(IceParameters parameters) {
        credentials.remote(parameters);
        begin();
    }

    /** Begins checks as soon as the role and the remote parameters are known. */
    void begin() {
        if (closed || checking.isRunning() || role.role() == null || credentials.remote() == null) {
            return;
        }
        if (role.isControlling()) {
            // As the controlled side it stays: a check before this may have nominated already.
            nomination = nominationByRole();
        }
        patience = setup.loop()
                .schedule(this::onPatience, setup.timing().patience().toNanos());
        checking.begin();
    }

    /** A candidate of ours, learned from {@code url}, which is empty for an address of this machine. */
    void addLocal(Transport base, Candidate candidate, String url) {
        if (!closed && checklist.addLocal(base, candidate)) {
            setup.journal().gathered(candidate, url);
            owner.onLocalCandidate(this, candidate);
            checking.proceed();
        }
    }

    /** Packets can no longer leave from a base; nothing that was tried from it counts. */
    void removeLocal(Transport base) {
        for (var pair : checklist.removeLocal(base)) {
            if (pair == nominated) {
                nominated = null;
                pair.nominated(false);
            }
            checking.drop(pair);
        }
    }

    /** What was in use is gone: the other pairs are checked again, and one of them is agreed on. */
    void reopen() {
        if (!closed) {
            checking.reopen();
        }
    }

    void addRemote(Candidate candidate) {
        if (candidate.protocol() == Protocol.TCP_PASSIVE && !setup.isRelayOnly() && !closed) {
            // Not signaled: who listens has no use for candidates that have no port yet.
            setup.tcp()
                    .beside(setup.bases().get(), setup.demultiplexer())
                    .forEach(base -> checklist.addLocal(base, Candidate.host(base)));
        }
        boolean ipv6 = candidate.address().getAddress() instanceof Inet6Address;
        if (ipv6 && ipv6Relays == null && !closed) {
            // Most peers have both, and a relayed IPv4 address is enough for those.
            ipv6Relays = setup.loop().schedule(this::addIpv6Relays, Timing.IPV6_RELAY_WAIT.toNanos());
        }
        if (!checklist.addRemote(candidate)) {
            tally.unusable();
        }
        checking.proceed();
    }

    private void addIpv6Relays() {
        if (!closed && checklist.best(PairState.SUCCEEDED).isEmpty()) {
            relays.addIpv6();
        }
    }

    void endOfRemoteCandidates() {
        remoteEnded = true;
    }

    /** A request of ours over a pair, as a check or for consent (RFC 8445 §7.2.2). */
    StunMessage request(CandidatePair pair, boolean useCandidate) {
        long priority = pair.base().priority(CandidateType.PRFLX);
        var request = StunMessage.request(StunMethod.BINDING)
                .add(new StunAttribute.Username(credentials.username()))
                .add(new IceAttribute.Priority(priority))
                .add(role.attribute());
        if (useCandidate) {
            request.add(new IceAttribute.UseCandidate());
        }
        return request.integrity(credentials.remoteKey()).fingerprint().build();
    }

    void onResponse(Transport base, InetSocketAddress remote, StunMessage response) {
        transactions.onResponse(base, remote, response);
        gathering.onResponse(base, remote, response);
    }

    void onRequest(Transport base, InetSocketAddress remote, StunMessage request) {
        responder.onRequest(base, remote, request);
    }

    /** Settles a role conflict; false if the peer has to give in. */
    boolean agreesOnRole(StunMessage request) {
        var verdict = role.judge(request);
        if (verdict == Role.Verdict.SWITCH) {
            role.switchRole();
            owner.onRoleChange();
        }
        return verdict != Role.Verdict.CONFLICT;
    }

    /** The peer did not give in. */
    void onConceded(IceRole asked) {
        if (role.conceded(asked)) {
            owner.onRoleChange();
        }
    }

    /** The role is another than before. */
    void roleChanged() {
        nomination.close();
        nomination = nominationByRole();
        checklist.best(PairState.SUCCEEDED).ifPresent(pair -> nomination.onSuccess(pair, false));
    }

    /** A check of the peer was answered. */
    void onChecked(Transport base, InetSocketAddress remote, long priority, boolean useCandidate) {
        checklist.discover(base, remote, priority).ifPresent(pair -> {
            admit(pair);
            if (useCandidate) {
                nomination.onUseCandidate(pair);
            }
            checking.trigger(pair);
        });
    }

    void onSuccess(CandidatePair pair, boolean nominating) {
        admit(pair);
        cancelPatience();
        owner.onValid(this, pair);
        if (!closed) {
            nomination.onSuccess(pair, nominating);
        }
    }

    void onNominationUnanswered(CandidatePair pair) {
        nomination.onUnanswered(pair);
    }

    void onFailure(CandidatePair pair) {
        nomination.onFailure(pair);
    }

    void onNominated(CandidatePair pair) {
        if (nominated != null) {
            nominated.nominated(false);
        }
        nominated = pair;
        pair.nominated(true);
        checking.conclude(pair);
        owner.onNominated(this, pair);
    }

    /** Why it does not work. */
    String failure() {
        return credentials.remote() == null && tally.checksAnswered() == 0
                ? "the peer's ICE parameters did not arrive"
                : tally.failure(checklist.localCount(), checklist.remoteCount());
    }

    /** Ends it; what {@code successor} uses too stays admitted. Idempotent. */
    void close(Generation successor) {
        if (closed) {
            return;
        }
        closed = true;
        cancelPatience();
        if (ipv6Relays != null) {
            ipv6Relays.cancel();
        }
        nomination.close();
        gathering.close();
        checking.stop();
        transactions.clear();
        setup.demultiplexer().release(credentials.local().usernameFragment());
        admitted.forEach((base, remotes) -> remotes.stream()
                .filter(remote -> successor == null || !successor.hasAdmitted(base, remote))
                .forEach(remote -> base.dismiss(remote, inbox)));
    }

    private boolean hasAdmitted(Transport base, InetSocketAddress remote) {
        return admitted.getOrDefault(base, Set.of()).contains(remote);
    }

    private void admit(CandidatePair pair) {
        var remotes = admitted.computeIfAbsent(pair.base(), base -> new HashSet<>());
        if (remotes.add(pair.remoteAddress())) {
            pair.base().admit(pair.remoteAddress(), inbox);
        }
    }

    private Nomination nominationByRole() {
        return role.isControlling() ? new ControllingNomination(this) : new ControlledNomination(this);
    }

    /** RFC 8863 §4: not before; and not much later, if there is nothing left to wait for. */
    private void onPatience() {
        boolean hopeless = remoteEnded && gathering.isComplete() && !checklist.hasHope();
        var waited = setup.timing().patience();
        var rest = setup.timing().giveUp().minus(waited);
        if (hopeless || rest.isNegative() || rest.isZero()) {
            owner.onFailed(this);
        } else {
            patience = setup.loop().schedule(() -> owner.onFailed(this), rest.toNanos());
        }
    }

    private void cancelPatience() {
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
    }
}
