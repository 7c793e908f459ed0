// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.camquay.stun.AttributeType;
import org.camquay.stun.ErrorCode;
import org.camquay.stun.StunCheck;
import org.camquay.stun.StunClass;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.camquay.stun.TransactionId;

/** The requests of one generation that wait for a response. */
final class Transactions {
    /** A request that was sent to the peer. */
    interface Request {
        CandidatePair pair();

        /** Answered; {@code mapped} is our address as the peer saw it. */
        void onSuccess(InetSocketAddress mapped);

        /** The peer has the same role. */
        void onRoleConflict();

        /** Answered from elsewhere than it was sent to (RFC 8445 §7.2.5.2.1). */
        void onAsymmetry();
    }

    private final Map<TransactionId, Request> open = new HashMap<>();
    private final Inbox inbox;
    private final Credentials credentials;
    private final Tally tally;

    Transactions(Inbox inbox, Credentials credentials, Tally tally) {
        this.inbox = inbox;
        this.credentials = credentials;
        this.tally = tally;
    }

    /** A request over a pair, as a check or for consent (RFC 8445 §7.2.2). */
    StunMessage request(CandidatePair pair, Role role, boolean useCandidate) {
        var request = StunMessage.request(StunMethod.BINDING)
                .add(AttributeType.USERNAME, credentials.username())
                .add(AttributeType.PRIORITY, pair.base().priority(CandidateType.PRFLX))
                .add(role.attribute());
        if (useCandidate) {
            request.add(AttributeType.USE_CANDIDATE.of(true));
        }
        return request.integrity(credentials.remoteKey()).fingerprint().build();
    }

    void open(TransactionId id, Request request) {
        open.put(id, request);
        request.pair().base().expect(id, inbox);
    }

    void close(TransactionId id) {
        var request = open.remove(id);
        if (request != null) {
            request.pair().base().forget(id);
        }
    }

    /** Ends all of them without a word. */
    void clear() {
        open.forEach((id, request) -> request.pair().base().forget(id));
        open.clear();
    }

    void onResponse(Transport base, InetSocketAddress remote, StunMessage response) {
        var request = open.get(response.transactionId());
        if (request == null || response.verifyFingerprint() == StunCheck.INVALID) {
            return;
        }
        if (response.verify(credentials.remoteKey()) != StunCheck.VALID) {
            // Whoever sent it, the request goes on: the peer may not have our parameters yet and will answer the next.
            response.attribute(AttributeType.ERROR_CODE).ifPresent(error -> tally.refused(error.code()));
            return;
        }
        var pair = request.pair();
        if (pair.base() != base || !pair.remoteAddress().equals(remote)) {
            close(response.transactionId());
            request.onAsymmetry();
        } else if (response.messageClass() == StunClass.SUCCESS_RESPONSE) {
            response.attribute(AttributeType.XOR_MAPPED_ADDRESS).ifPresent(mapped -> {
                close(response.transactionId());
                tally.answered();
                request.onSuccess(mapped);
            });
        } else {
            onError(request, response);
        }
    }

    private void onError(Request request, StunMessage response) {
        int code = response.attribute(AttributeType.ERROR_CODE)
                .map(ErrorCode::code)
                .orElse(0);
        if (code == StunError.ROLE_CONFLICT) {
            close(response.transactionId());
            request.onRoleConflict();
        } else {
            tally.refused(code);
        }
    }
}
