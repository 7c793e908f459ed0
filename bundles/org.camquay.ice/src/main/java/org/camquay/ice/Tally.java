// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

/** What has been seen, so that a failure can be explained. */
final class Tally {
    private int checksSent;
    private int checksAnswered;
    private int checksReceived;
    private int forged;
    private int unusable;
    private int tooMany;
    private int forbidden;
    private int names;
    private String name = "";
    private int lastError;

    void sent() {
        checksSent++;
    }

    void answered() {
        checksAnswered++;
    }

    /** A check of the peer came. */
    void received() {
        checksReceived++;
    }

    /** A request did not know our password. */
    void forged() {
        forged++;
    }

    /** The peer signaled a candidate that is no use to us. */
    void unusable() {
        unusable++;
    }

    /** The peer signaled more candidates than are paired. */
    void tooMany() {
        tooMany++;
    }

    /** The peer signaled a place where no check may go because it says so. */
    void forbidden() {
        forbidden++;
    }

    /** The peer signaled a name in place of an address, as browsers do for their own (mDNS). */
    void named(String candidate) {
        names++;
        name = candidate;
    }

    /** The same in words; empty if it named none. */
    String names() {
        return names == 0
                ? ""
                : names + " of its candidates hide their addresses behind names (" + name
                        + "), which are not looked up: its own checks show them";
    }

    /** The peer answered with an error. */
    void refused(int code) {
        lastError = code;
    }

    int checksAnswered() {
        return checksAnswered;
    }

    /** Why no pair works, with {@code local} and {@code remote} candidates. */
    String failure(int local, int remote) {
        if (local == 0) {
            return "there is no local candidate: no media socket is open, which the log explains, or the transport policy "
                    + "allows none";
        }
        var sentence = new StringBuilder();
        if (checksSent == 0) {
            sentence.append("there was nobody to check: ");
        } else if (checksAnswered == 0) {
            sentence.append("no check was answered: ");
        } else {
            sentence.append("no pair stayed usable: ");
        }
        sentence.append(local)
                .append(" local and ")
                .append(remote)
                .append(" remote candidates; ")
                .append(checksSent)
                .append(" checks sent, ")
                .append(checksReceived)
                .append(checksReceived == 1 ? " of the peer received" : " of the peer's received");
        if (unusable > 0) {
            sentence.append("; ").append(unusable).append(" of its candidates are of kinds not used here");
        }
        if (tooMany > 0) {
            sentence.append("; ")
                    .append(tooMany)
                    .append(" of its candidates are more than the ")
                    .append(Checklist.NAMED_LIMIT)
                    .append(" that are tried");
        }
        if (forbidden > 0) {
            sentence.append("; ")
                    .append(forbidden)
                    .append(
                            " of its candidates name loopback, link-local or special addresses, or a TCP port below 1024,"
                                    + " which are not tried");
        }
        if (names > 0) {
            sentence.append("; ").append(names());
        }
        if (checksReceived == 0) {
            sentence.append(
                    remote == 0 && names == 0
                            ? "; the viewer has named no address: look at its page and the signaling"
                            : "; nothing of the viewer arrives here: a firewall or router on either side drops it");
        }
        if (forged > 0) {
            sentence.append("; ")
                    .append(forged)
                    .append(" requests had a wrong password, as those of an old session have");
        }
        if (lastError > 0) {
            sentence.append("; it answered with error ").append(lastError);
        }
        return sentence.toString();
    }
}
