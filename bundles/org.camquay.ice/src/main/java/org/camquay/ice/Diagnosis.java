// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.ArrayList;
import java.util.List;
import org.camquay.api.ice.IceReport;

/** What the servers have to do with a failure, in words. */
final class Diagnosis {
    private static final int NAMED = 3;

    private Diagnosis() {}

    /**
     * Why it does not work.
     *
     * @param failure of the checks
     * @param denials what TURN servers refused to relay
     */
    static String of(String failure, List<IceReport.Asked> asked, List<String> denials) {
        var parts = new ArrayList<String>();
        parts.add(failure);
        var stun = asked.stream().filter(each -> !isTurn(each)).toList();
        if (!stun.isEmpty() && stun.stream().noneMatch(IceReport.Asked::answered)) {
            boolean silent = stun.stream().allMatch(each -> each.outcome().startsWith("no answer over UDP"));
            parts.add(
                    silent
                            ? "UDP is blocked towards " + names(stun)
                                    + ", so let it pass or have a TURN server over TLS"
                            : words(stun));
        }
        var turn = asked.stream().filter(Diagnosis::isTurn).toList();
        if (turn.isEmpty()) {
            parts.add(
                    "no TURN server was configured, which joins those whom no direct way does: name one in ice.servers");
        } else if (turn.stream().noneMatch(IceReport.Asked::answered)) {
            parts.add("no TURN server could be used: " + words(turn));
        }
        denials.stream().limit(NAMED).forEach(parts::add);
        return String.join("; ", parts);
    }

    private static boolean isTurn(IceReport.Asked asked) {
        return asked.url().regionMatches(true, 0, "turn", 0, 4);
    }

    private static String names(List<IceReport.Asked> asked) {
        return String.join(
                ", ", asked.stream().limit(NAMED).map(IceReport.Asked::url).toList());
    }

    private static String words(List<IceReport.Asked> asked) {
        return String.join(
                ", ",
                asked.stream()
                        .filter(each -> !each.outcome().startsWith("not asked"))
                        .limit(NAMED)
                        .map(each -> each.url() + ": " + each.outcome())
                        .toList());
    }
}
