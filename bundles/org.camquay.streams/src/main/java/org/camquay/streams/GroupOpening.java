// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.stream.Track;

/**
 * Opens the streams of a group for a viewer. The first viewer waits a moment for the slower ones, so that it is offered
 * what the best of them has; one that does not come holds nobody up for longer. Thread: any.
 */
final class GroupOpening {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final StreamGroup group;
    private final Core core;
    private volatile boolean settled;

    GroupOpening(StreamGroup group, Core core) {
        this.group = group;
        this.core = core;
    }

    CompletionStage<List<Track>> open() {
        var members = group.members();
        if (settled && members.stream().anyMatch(LiveStream::known)) {
            // Those never seen so far are not asked: who waits for them in vain would be remembered.
            members = members.stream().filter(LiveStream::known).toList();
        }
        if (members.isEmpty()) {
            return CompletableFuture.failedStage(new CaptureException("group '" + group.name() + "' has no stream"));
        }
        var result = new CompletableFuture<List<Track>>();
        var left = new AtomicInteger(members.size());
        for (LiveStream member : members) {
            member.open().whenComplete((tracks, failure) -> {
                boolean last = left.decrementAndGet() == 0;
                if (last && !anyKnown()) {
                    result.completeExceptionally(failure == null ? new CaptureException("no track") : failure);
                } else if (last || settled && failure == null) {
                    finish(result);
                }
            });
        }
        if (!result.isDone()) {
            core.timers().schedule(() -> impatient(result), PATIENCE.toNanos());
        }
        return result;
    }

    private boolean anyKnown() {
        return group.members().stream().anyMatch(LiveStream::known);
    }

    /** From now on the first that opens will do. */
    private void impatient(CompletableFuture<List<Track>> result) {
        settled = true;
        if (anyKnown()) {
            finish(result);
        }
    }

    private void finish(CompletableFuture<List<Track>> result) {
        settled = true;
        result.complete(group.tracks());
    }
}
