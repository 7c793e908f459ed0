// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.net.ServerLink;
import org.camquay.stun.AttributeType;
import org.camquay.stun.ErrorCode;
import org.camquay.stun.RetransmissionSchedule;
import org.camquay.stun.StunCheck;
import org.camquay.stun.StunClass;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;
import org.camquay.stun.StunTransaction;
import org.camquay.stun.TransactionId;

/** Requests to one server with their credentials: sent, sent again, challenged, answered or given up. */
final class Requests {
    /** What became of a request. */
    interface Outcome {
        void onSuccess(StunMessage response);

        /** Nothing came back, though it was sent several times; true asks the same again. */
        default boolean onSilence(String reason) {
            return false;
        }

        /**
         * It was refused, or nothing came back.
         *
         * @param code the server's; 0 if there is none
         * @param response null if there is none
         */
        void onFailure(int code, String reason, StunMessage response);
    }

    /** Sent at 0, 0.5, 1.5 and 3.5 s, given up at 7.5 s: 40 s, as in RFC 8489, would be too long for an agent that waits for a candidate. */
    static final RetransmissionSchedule UNRELIABLE = new RetransmissionSchedule(Duration.ofMillis(500), 4, 8);

    private static final RetransmissionSchedule RELIABLE = new RetransmissionSchedule(Duration.ofMillis(7500), 1, 1);
    private static final int CHALLENGES = 3;

    private final EventLoop loop;
    private final LongTermCredentials credentials;
    private final Map<TransactionId, Request> open = new HashMap<>();
    private ServerLink link;
    private int forged;
    private int garbage;
    private int strange;

    Requests(EventLoop loop, LongTermCredentials credentials) {
        this.loop = loop;
        this.credentials = credentials;
    }

    /** Where requests go from now on; those on their way are forgotten. */
    void use(ServerLink newLink, InetSocketAddress server) {
        clear();
        link = newLink;
        credentials.use(server);
    }

    /** Sends a request whose attributes {@code content} adds each time it is made. */
    void send(int method, Consumer<StunMessageBuilder> content, Outcome outcome) {
        new Request(method, content, outcome).begin();
    }

    void onResponse(StunMessage response) {
        var request = open.get(response.transactionId());
        if (request != null) {
            request.onResponse(response);
        } else {
            strange++;
        }
    }

    /** Something came that cannot be read. */
    void onGarbage() {
        garbage++;
    }

    /** Forgets all without a word. */
    void clear() {
        open.values().forEach(request -> request.timer.cancel());
        open.clear();
    }

    private final class Request {
        private final int method;
        private final Consumer<StunMessageBuilder> content;
        private final Outcome outcome;
        private StunTransaction transaction;
        private EventLoop.Timer timer;
        private int challenges;
        private int strangeBefore;

        Request(int method, Consumer<StunMessageBuilder> content, Outcome outcome) {
            this.method = method;
            this.content = content;
            this.outcome = outcome;
        }

        void begin() {
            var builder = StunMessage.request(method);
            content.accept(builder);
            var message = credentials.seal(builder);
            transaction = new StunTransaction(message, link.isReliable() ? RELIABLE : UNRELIABLE, loop.nanoTime());
            open.put(message.transactionId(), this);
            strangeBefore = strange;
            run();
        }

        private void run() {
            switch (transaction.poll(loop.nanoTime())) {
                case SEND -> {
                    link.send(transaction.request().buffer());
                    await();
                }
                case WAIT -> await();
                case TIMED_OUT -> {
                    end();
                    giveUpOrAskAgain(silence(strange - strangeBefore));
                }
                case DONE -> {}
            }
        }

        private void giveUpOrAskAgain(String reason) {
            if (outcome.onSilence(reason)) {
                begin();
            } else {
                outcome.onFailure(0, reason, null);
            }
        }

        private void await() {
            transaction
                    .deadline()
                    .ifPresent(deadline -> timer = loop.schedule(this::run, Math.max(0, deadline - loop.nanoTime())));
        }

        private void end() {
            open.remove(transaction.request().transactionId());
            transaction.cancel();
            timer.cancel();
        }

        void onResponse(StunMessage response) {
            if (response.verifyFingerprint() == StunCheck.INVALID) {
                garbage++;
                return;
            }
            boolean success = response.messageClass() == StunClass.SUCCESS_RESPONSE;
            int code = response.attribute(AttributeType.ERROR_CODE)
                    .map(ErrorCode::code)
                    .orElse(0);
            boolean challenge = !success && (code == StunError.UNAUTHENTICATED || code == StunError.STALE_NONCE);
            if (response.method() != method || !challenge && !credentials.verify(response, success)) {
                // Whoever sent it: the true answer may still come (RFC 8489 §9.2.5).
                forged++;
                return;
            }
            end();
            if (success) {
                credentials.confirm();
                outcome.onSuccess(response);
            } else if (challenge) {
                onChallenge(code, response);
            } else if (code == StunError.BAD_REQUEST && credentials.areRecalled()) {
                // Another server by now, perhaps, that does not know what to make of it.
                credentials.forget();
                begin();
            } else {
                outcome.onFailure(code, reason(response, code), response);
            }
        }

        private void onChallenge(int code, StunMessage response) {
            if (code == StunError.UNAUTHENTICATED && credentials.areKnown()) {
                outcome.onFailure(
                        code,
                        "it refuses the user name or credential (401): check both, and for those that expire the secret "
                                + "and the clocks",
                        response);
                return;
            }
            var wrong = ++challenges > CHALLENGES
                    ? java.util.Optional.of("it never is content with a nonce of its own")
                    : credentials.challenge(response);
            if (wrong.isPresent()) {
                outcome.onFailure(code, wrong.get(), response);
            } else {
                begin();
            }
        }
    }

    private String silence(int toOthers) {
        if (forged > 0) {
            return "its answers have a wrong integrity: the credential is not the server's, or they are forged; "
                    + "compare it on both sides";
        } else if (garbage > 0) {
            return "it answers with what is no STUN: another service has that port, or the answers are damaged; "
                    + "check the port";
        }
        return toOthers > 0
                ? "it answers other requests than ours: late, or replayed"
                : "it does not answer: check address and port, and that no firewall is in between";
    }

    private static String reason(StunMessage response, int code) {
        var words = response.attribute(AttributeType.ERROR_CODE)
                .map(ErrorCode::reason)
                .map(reason -> reason.replaceAll("\\p{Cntrl}", "?"))
                .map(reason -> reason.length() > 80 ? reason.substring(0, 80) + "…" : reason)
                .orElse("");
        return switch (code) {
            case 0 -> "it answers with an error that has no code";
            case StunError.ALLOCATION_QUOTA_REACHED ->
                "the user's quota of allocations there is used up (486): raise it, or end sessions";
            case StunError.INSUFFICIENT_CAPACITY ->
                "it has no capacity left (508): give it more, or name another server";
            case StunError.FORBIDDEN -> "it forbids that (403): allow it in the configuration of the server";
            case StunError.WRONG_CREDENTIALS -> "the credentials are not those of the allocation (441)";
            default -> "it refuses: " + code + " " + words;
        };
    }
}
