// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camquay.api.net.EventLoops;
import org.camquay.api.signaling.Registration;
import org.camquay.api.signaling.SignalingClient;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingGateway;
import org.camquay.api.signaling.SignalingTarget;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Hides the coming and going of signaling backends behind registrations that stay. Thread: any. */
@Component
public final class Gateway implements SignalingGateway {
    /** A backend, what it speaks and how it ranks. */
    private record Backend(SignalingClient client, Set<String> schemes, int ranking, long serviceId) {}

    private final Admission admission;
    private final EventLoops loops;
    private final List<KeptRegistration> registrations = new ArrayList<>();
    private final Map<SignalingClient, Backend> backends = new HashMap<>();

    /** Made by the framework. */
    @Activate
    public Gateway(@Reference(name = "admission") Admission admission, @Reference(name = "loops") EventLoops loops) {
        this.admission = admission;
        this.loops = loops;
    }

    @Reference(name = "clients", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindClient(SignalingClient client, Map<String, Object> properties) {
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
        long serviceId = properties.get(Constants.SERVICE_ID) instanceof Long given ? given : 0;
        backends.put(client, new Backend(client, schemes(properties), ranking, serviceId));
        assign();
    }

    synchronized void unbindClient(SignalingClient client) {
        backends.remove(client);
        assign();
    }

    private static Set<String> schemes(Map<String, Object> properties) {
        var schemes = new TreeSet<String>();
        Object value = properties.get(SignalingClient.SCHEMES);
        for (String scheme : value instanceof String[] many ? many : new String[] {String.valueOf(value)}) {
            schemes.add(scheme.toLowerCase(Locale.ROOT));
        }
        return schemes;
    }

    private void assign() {
        registrations.forEach(r -> r.use(backend(r.target().url().getScheme())));
    }

    private SignalingClient backend(String scheme) {
        return backends.values().stream()
                .filter(b -> b.schemes().contains(scheme.toLowerCase(Locale.ROOT)))
                .max(Comparator.comparingInt(Backend::ranking).thenComparing(b -> -b.serviceId()))
                .map(Backend::client)
                .orElse(null);
    }

    @Override
    public synchronized Registration join(SignalingTarget target) throws SignalingException {
        for (var other : registrations) {
            if (other.target().url().equals(target.url())
                    && other.target().name().equals(target.name())) {
                if (other.renew(target)) {
                    return other;
                }
                throw new SignalingException("already waiting as " + target + "; stop that first", true);
            }
        }
        var registration = new KeptRegistration(target, admission, loops.first(), this::forget);
        registrations.add(registration);
        registration.use(backend(target.url().getScheme()));
        return registration;
    }

    private synchronized void forget(KeptRegistration registration) {
        registrations.remove(registration);
    }

    @Override
    public synchronized List<Registration> list() {
        return List.copyOf(registrations);
    }

    @Override
    public synchronized Set<String> schemes() {
        var schemes = new TreeSet<String>();
        backends.values().forEach(b -> schemes.addAll(b.schemes()));
        return schemes;
    }

    @Deactivate
    synchronized void deactivate() {
        registrations.forEach(KeptRegistration::stop);
        registrations.clear();
    }
}
