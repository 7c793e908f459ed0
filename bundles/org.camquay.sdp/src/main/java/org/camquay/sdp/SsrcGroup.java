// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * RTP sources that belong together (RFC 5576 §4.2), e.g. {@code FID}: a source and its retransmissions.
 *
 * @param ssrcs 32 bits each, unsigned
 */
public record SsrcGroup(String semantics, List<Long> ssrcs) {
    public SsrcGroup {
        ssrcs = List.copyOf(ssrcs);
    }

    static Optional<SsrcGroup> parse(String value) {
        var words = value.strip().split(" +");
        var ssrcs = new ArrayList<Long>();
        for (var i = 1; i < words.length; i++) {
            ssrcs.add(Words.number(words[i], 0xffff_ffffL));
        }
        return !Words.word(words[0]) || ssrcs.contains(-1L)
                ? Optional.empty()
                : Optional.of(new SsrcGroup(words[0], ssrcs));
    }

    @Override
    public String toString() {
        return semantics + ssrcs.stream().map(s -> " " + s).collect(Collectors.joining());
    }
}
