// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.camquay.api.signaling.Registration;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingGateway;
import org.camquay.api.signaling.SignalingTarget;

/** Registrations at no server. */
final class FakeGateway implements SignalingGateway {
    final Set<String> schemes = new TreeSet<>(Set.of("ws", "wss"));
    private final List<FakeRegistration> registrations = new ArrayList<>();

    @Override
    public Registration join(SignalingTarget target) throws SignalingException {
        for (var other : registrations) {
            if (other.target().url().equals(target.url())
                    && other.target().name().equals(target.name())) {
                if (other.state == Registration.State.REFUSED) {
                    other.target = target;
                    other.state = Registration.State.REGISTERED;
                    return other;
                }
                throw new SignalingException("registered already: " + target, true);
            }
        }
        var registration = new FakeRegistration(target);
        registrations.add(registration);
        return registration;
    }

    @Override
    public List<Registration> list() {
        return List.copyOf(registrations);
    }

    @Override
    public Set<String> schemes() {
        return schemes;
    }

    /** The server refuses all of them for good. */
    void refuse() {
        registrations.forEach(registration -> registration.state = Registration.State.REFUSED);
    }

    private final class FakeRegistration implements Registration {
        private SignalingTarget target;
        private final Instant since = Instant.now();
        private State state = State.REGISTERED;

        FakeRegistration(SignalingTarget target) {
            this.target = target;
        }

        @Override
        public SignalingTarget target() {
            return target;
        }

        @Override
        public State state() {
            return state;
        }

        @Override
        public String status() {
            return "Registered.";
        }

        @Override
        public Instant since() {
            return since;
        }

        @Override
        public void leave() {
            state = State.LEFT;
            registrations.remove(this);
        }
    }
}
