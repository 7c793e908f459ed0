// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import org.camquay.api.ice.IceCandidatePair;

/** A candidate-attribute (RFC 8839 §5.1), as far as an operator wants to see it. What is not one is shown as it is. */
record CandidateText(String type, String protocol, String address) {
    private static final int WORDS = 8;

    static CandidateText of(String candidate) {
        String[] words = candidate.split(" ");
        if (words.length < WORDS) {
            return new CandidateText("", "", candidate);
        }
        var host = words[4].indexOf(':') >= 0 ? "[" + words[4] + "]" : words[4];
        return new CandidateText(words[7], words[2], host + ":" + words[5]);
    }

    /** Whether media goes through a server of either side. */
    static String path(IceCandidatePair pair) {
        if (pair == null) {
            return "";
        }
        boolean relay = of(pair.local()).type().equals("relay")
                || of(pair.remote()).type().equals("relay");
        return relay ? "relay" : "direct";
    }

    @Override
    public String toString() {
        return type.isEmpty() ? address : type + " " + protocol + " " + address;
    }
}
