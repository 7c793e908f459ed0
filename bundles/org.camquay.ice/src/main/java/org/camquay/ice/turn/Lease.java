// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.time.Duration;
import java.util.function.Consumer;
import org.camquay.api.net.EventLoop;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;

/** The time an allocation is granted for: renewed before it is over, and given back at the end (RFC 8656 §8). */
final class Lease {
    private static final long LONGEST_MARGIN_SECONDS = 60;

    private final EventLoop loop;
    private final Requests requests;
    private final Consumer<String> onLost;
    private EventLoop.Timer timer;
    private long expiry;
    private boolean over;

    Lease(EventLoop loop, Requests requests, Consumer<String> onLost) {
        this.loop = loop;
        this.requests = requests;
        this.onLost = onLost;
    }

    /** The server has granted it. */
    void begin(StunMessage response) {
        long lifetime = Allocated.lifetime(response);
        expiry = loop.nanoTime() + Duration.ofSeconds(lifetime).toNanos();
        long margin = Math.min(LONGEST_MARGIN_SECONDS, lifetime / 2);
        timer = loop.schedule(this::renew, Duration.ofSeconds(lifetime - margin).toNanos());
    }

    private void renew() {
        requests.send(StunMethod.REFRESH, builder -> {}, new Requests.Outcome() {
            @Override
            public void onSuccess(StunMessage response) {
                if (!over) {
                    begin(response);
                }
            }

            @Override
            public boolean onSilence(String reason) {
                return !over && loop.nanoTime() < expiry;
            }

            @Override
            public void onFailure(int code, String reason, StunMessage response) {
                onLost.accept("the allocation was not renewed: " + reason);
            }
        });
    }

    /** Gives it back, whatever the server says to that. */
    void release(Runnable then) {
        end();
        requests.send(StunMethod.REFRESH, builder -> builder.add(AttributeType.LIFETIME, 0), new Requests.Outcome() {
            @Override
            public void onSuccess(StunMessage response) {
                then.run();
            }

            @Override
            public void onFailure(int code, String reason, StunMessage response) {
                then.run();
            }
        });
    }

    /** Renews it no more. Idempotent. */
    void end() {
        over = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
