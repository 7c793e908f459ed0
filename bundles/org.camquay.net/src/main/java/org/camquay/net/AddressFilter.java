// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which interfaces and addresses may be used: lists separated by commas, in which {@code !} denies. What is denied is
 * out; if anything is allowed by name, everything else is out. Thread: any.
 */
public final class AddressFilter {
    /** Lets everything through. */
    public static final AddressFilter ALL = new AddressFilter("", "");

    private static final Logger log = LoggerFactory.getLogger(AddressFilter.class);

    private record Rules<T>(List<Predicate<T>> allowed, List<Predicate<T>> denied) {
        boolean admit(T value) {
            return denied.stream().noneMatch(rule -> rule.test(value))
                    && (allowed.isEmpty() || allowed.stream().anyMatch(rule -> rule.test(value)));
        }
    }

    private final Rules<String> interfaces;
    private final Rules<InetAddress> addresses;

    /**
     * Reads both lists.
     *
     * @param interfaces names, where {@code *} stands for any characters: {@code eth*,!docker*}
     * @param addresses IP addresses and networks: {@code 192.0.2.0/24,!2001:db8::/32}
     */
    public AddressFilter(String interfaces, String addresses) {
        this.interfaces = rules(interfaces, text -> Optional.of(name(text)));
        this.addresses = rules(addresses, text -> Cidr.find(text).map(block -> block::contains));
    }

    public boolean admitsInterface(String name) {
        return interfaces.admit(name);
    }

    public boolean admits(InetAddress address) {
        return addresses.admit(address);
    }

    /** How one word of a list is read. */
    private interface Reading<T> {
        Optional<Predicate<T>> read(String text);
    }

    private static <T> Rules<T> rules(String list, Reading<T> reading) {
        var allowed = new ArrayList<Predicate<T>>();
        var denied = new ArrayList<Predicate<T>>();
        Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .forEach(text -> {
                    boolean denies = text.startsWith("!");
                    var rule = reading.read(denies ? text.substring(1) : text);
                    if (rule.isEmpty()) {
                        log.error("address filter entry left out: {} (neither an IP address nor a network)", text);
                    } else {
                        (denies ? denied : allowed).add(rule.get());
                    }
                });
        return new Rules<>(allowed, denied);
    }

    private static Predicate<String> name(String text) {
        return Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q")).asMatchPredicate();
    }
}
