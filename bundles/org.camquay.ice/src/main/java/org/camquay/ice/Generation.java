// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceRole;
import org.camquay.stun.StunMessage;

/** From one pair of parameters to a nominated pair; an ICE restart begins another (RFC 8445 §9). */
final class Generation implements Checking.Results {
    private final AgentSetup setup;
    private final GenerationOwner owner;
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
    private final PeerCandidates peerCandidates;
    private final Admissions admissions;
    private final Patience patience;
    private Nomination nomination;
    private CandidatePair nominated;
    private boolean agreed;
    private boolean closed;

    Generation(AgentSetup setup, GenerationOwner owner, Role role, Inbox inbox, Relays relays) {
        this.relays = relays;
        this.setup = setup;
        this.owner = owner;
        this.role = role;
        this.inbox = inbox;
        credentials = new Credentials(fragment -> setup.demultiplexer().claim(fragment, inbox));
        checklist = new Checklist(role, setup.targets());
        transactions = new Transactions(inbox, credentials, tally);
        peerCandidates = new PeerCandidates(this);
        admissions = new Admissions(inbox);
        patience = new Patience(setup.loop(), setup.timing());
        checking = new Checking(
                new Checking.Means(setup.loop(), setup.timing().pace(), role, checklist, transactions, tally), this);
        gathering = new Gathering(this);
        nomination = nominationByRole();
    }

    AgentSetup setup() {
        return setup;
    }

    GenerationOwner owner() {
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

    PeerCandidates peerCandidates() {
        return peerCandidates;
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

    /** A pair was nominated at some time, though it may have been left since. */
    boolean hasAgreed() {
        return agreed;
    }

    /** Agreed on a pair, and nothing better can come. */
    boolean isComplete() {
        return nominated != null && hasAllCandidates();
    }

    /** Both sides have named all their candidates; what the peer's checks may still show is another matter. */
    boolean hasAllCandidates() {
        return peerCandidates.areAll() && gathering.isComplete();
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
        patience.begin(() -> !hasAllCandidates() || checklist.hasHope(), () -> owner.onFailed(this));
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

    @Override
    public void onConceded(IceRole asked) {
        if (role.conceded(asked)) {
            owner.onRoleChange();
        }
    }

    /** The role is another than before. */
    void roleChanged() {
        nominateAnew();
    }

    private void nominateAnew() {
        nomination.close();
        nomination = nominationByRole();
        checklist.bestThatWorks().ifPresent(pair -> nomination.onSuccess(pair, false));
    }

    /** A check of the peer was answered. */
    void onChecked(Transport base, InetSocketAddress remote, long priority, boolean useCandidate) {
        discover(base, remote, priority).ifPresent(pair -> {
            admissions.add(pair);
            if (useCandidate) {
                nomination.onUseCandidate(pair);
            }
            checking.trigger(pair);
            owner.onHeard(this, pair);
        });
    }

    /** The peer sends from there, as its keys show; whether it is there too, a check of ours shows. */
    void onStray(Transport base, InetSocketAddress remote) {
        if (checking.isRunning()) {
            discover(base, remote, base.priority(CandidateType.PRFLX)).ifPresent(pair -> {
                checking.show(pair);
                owner.onHeard(this, pair);
            });
        }
    }

    private Optional<CandidatePair> discover(Transport base, InetSocketAddress remote, long priority) {
        for (var gone : checklist.makeRoom(base, remote)) {
            checking.drop(gone);
            admissions.remove(gone);
        }
        return checklist.discover(base, remote, priority);
    }

    /** Whether packets from there are taken. */
    boolean admits(Transport base, InetSocketAddress remote) {
        return admissions.has(base, remote);
    }

    @Override
    public void onSuccess(CandidatePair pair, boolean nominating) {
        admissions.add(pair);
        patience.end();
        owner.onAnswered(this, pair);
        if (!closed) {
            nomination.onSuccess(pair, nominating);
        }
    }

    @Override
    public void onNominationUnanswered(CandidatePair pair) {
        nomination.onUnanswered(pair);
    }

    @Override
    public void onFailure(CandidatePair pair) {
        nomination.onFailure(pair);
    }

    void onNominated(CandidatePair pair) {
        if (nominated != null) {
            nominated.nominated(false);
        }
        nominated = pair;
        agreed = true;
        pair.nominated(true);
        checking.conclude(pair);
        owner.onNominated(this, pair);
    }

    /** The pair in use was left for another, since the peer fell silent there: the side that nominates does so anew. */
    void onLeft(CandidatePair pair) {
        if (pair == nominated && role.isControlling()) {
            nominated = null;
            pair.nominated(false);
            nominateAnew();
        }
    }

    /** The peer answers over the pair in use again. */
    void onRegained(CandidatePair pair) {
        nomination.onSuccess(pair, false);
    }

    /** What {@link PairSelection} may choose from here; the pair in use stands as it does where it is used. */
    void addOptions(List<PairSelection.Option> options, boolean current, MediaPath path) {
        for (var pair : checklist.ordered()) {
            if (pair != path.pair() && (pair.works() || pair == nominated)) {
                var standing = pair.works() ? PairSelection.Standing.ANSWERS : PairSelection.Standing.SILENT;
                options.add(new PairSelection.Option(pair, current, false, pair == nominated, standing));
            }
        }
        if (path.isOf(this)) {
            options.add(
                    new PairSelection.Option(path.pair(), current, true, path.pair() == nominated, path.standing()));
        }
    }

    /** Why it does not work. */
    String failure() {
        return credentials.remote() == null && tally.checksAnswered() == 0
                ? "the peer's ICE parameters did not arrive: it has not answered the offer, and may be gone"
                : tally.failure(checklist.localCount(), checklist.remoteCount());
    }

    /** Ends it; what {@code successor} uses too stays admitted. Idempotent. */
    void close(Generation successor) {
        if (closed) {
            return;
        }
        closed = true;
        patience.end();
        peerCandidates.close();
        nomination.close();
        gathering.close();
        checking.stop();
        transactions.clear();
        setup.demultiplexer().release(credentials.local().usernameFragment());
        admissions.close(successor == null ? null : successor.admissions);
    }

    private Nomination nominationByRole() {
        return role.isControlling() ? new ControllingNomination(this) : new ControlledNomination(this);
    }
}
