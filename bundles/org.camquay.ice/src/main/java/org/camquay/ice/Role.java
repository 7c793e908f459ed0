// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.security.SecureRandom;
import org.camquay.api.ice.IceRole;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunAttribute;
import org.camquay.stun.StunMessage;

/** Our role and tie-breaker, for all generations of an agent, and what happens when both sides claim the same. */
final class Role {
    /** What a request's role means for us (RFC 8445 §7.3.1.1). */
    enum Verdict {
        AGREED,
        /** We give in. */
        SWITCH,
        /** The peer has to give in: 487. */
        CONFLICT
    }

    private static final SecureRandom RANDOM = new SecureRandom();

    private IceRole role;
    private long tieBreaker = RANDOM.nextLong();

    /** Null until the agent was started. */
    IceRole role() {
        return role;
    }

    boolean isControlling() {
        return role == IceRole.CONTROLLING;
    }

    void become(IceRole newRole) {
        role = newRole;
    }

    void become(IceRole newRole, long newTieBreaker) {
        role = newRole;
        tieBreaker = newTieBreaker;
    }

    void switchRole() {
        role = isControlling() ? IceRole.CONTROLLED : IceRole.CONTROLLING;
    }

    /** After a 487 to a request made in {@code asked}: true if that changed our role (RFC 8445 §7.2.5.1, §16.1). */
    boolean conceded(IceRole asked) {
        if (role != asked) {
            return false;
        }
        switchRole();
        tieBreaker = RANDOM.nextLong();
        return true;
    }

    Verdict judge(StunMessage request) {
        if (role == null) {
            return Verdict.AGREED;
        }
        return isControlling()
                ? request.attribute(AttributeType.ICE_CONTROLLING)
                        .map(theirs -> stronger(theirs) ? Verdict.CONFLICT : Verdict.SWITCH)
                        .orElse(Verdict.AGREED)
                : request.attribute(AttributeType.ICE_CONTROLLED)
                        .map(theirs -> stronger(theirs) ? Verdict.SWITCH : Verdict.CONFLICT)
                        .orElse(Verdict.AGREED);
    }

    private boolean stronger(long theirs) {
        return Long.compareUnsigned(tieBreaker, theirs) >= 0;
    }

    /** For our requests. */
    StunAttribute<Long> attribute() {
        return isControlling()
                ? AttributeType.ICE_CONTROLLING.of(tieBreaker)
                : AttributeType.ICE_CONTROLLED.of(tieBreaker);
    }
}
