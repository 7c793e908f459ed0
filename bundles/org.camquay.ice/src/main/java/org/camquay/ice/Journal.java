// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceReport;
import org.camquay.api.net.EventLoop;

/** What an agent did and when, for the connection doctor; bounded. */
final class Journal {
    private static final int LIMIT = 100;

    private final EventLoop loop;
    private final List<IceReport.Gathered> gathered = new ArrayList<>();
    private final Map<String, IceReport.Asked> asked = new LinkedHashMap<>();
    private long begun;
    private long connectedAfter = -1;
    private long selectedAfter = -1;
    private boolean running;

    Journal(EventLoop loop) {
        this.loop = loop;
    }

    /** Gathering begins, or begins anew. */
    void begin() {
        running = true;
        begun = loop.nanoTime();
        gathered.clear();
        asked.clear();
        connectedAfter = -1;
        selectedAfter = -1;
    }

    /** Milliseconds since the beginning. */
    long now() {
        return at(loop.nanoTime());
    }

    /** The same for a time of the loop's clock; -1 for one that is not set. */
    long at(long nanos) {
        return !running || nanos == CandidatePair.NEVER ? -1 : TimeUnit.NANOSECONDS.toMillis(nanos - begun);
    }

    void gathered(Candidate candidate, String url) {
        if (gathered.size() < LIMIT) {
            gathered.add(new IceReport.Gathered(candidate.attribute(), url, now()));
        }
    }

    void asking(String url) {
        if (asked.size() < LIMIT) {
            asked.put(url, new IceReport.Asked(url, false, "it has not answered yet", -1));
        }
    }

    /** An address came from it; an earlier success stays in the sentence. */
    void answered(String url, String outcome) {
        var before = asked.get(url);
        var sentence = before != null && before.answered() ? before.outcome() + "; " + outcome : outcome;
        if (before == null || sentence.length() < 300) {
            asked.put(url, new IceReport.Asked(url, true, sentence, now()));
        }
    }

    /** It was of no use, in this respect; what it gave before stays. */
    void failed(String url, String outcome) {
        var before = asked.get(url);
        if (before == null || !before.answered()) {
            asked.put(url, new IceReport.Asked(url, false, outcome, now()));
        }
    }

    /** It gave what was asked for, and took it back. */
    void lost(String url, String outcome) {
        asked.put(url, new IceReport.Asked(url, false, outcome, now()));
    }

    void connected() {
        if (connectedAfter < 0) {
            connectedAfter = now();
        }
    }

    void selected() {
        selectedAfter = now();
    }

    long connectedAfter() {
        return connectedAfter;
    }

    long selectedAfter() {
        return selectedAfter;
    }

    List<IceReport.Gathered> gathered() {
        return gathered;
    }

    List<IceReport.Asked> asked() {
        return List.copyOf(asked.values());
    }
}
