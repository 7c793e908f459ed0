// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalDouble;

/** The results as JSON; names carry the units. */
final class Report {
    private Report() {}

    static ObjectNode of(Options options, List<Result> results, List<SideBySide.Cost> costs) {
        var report = Web.JSON.createObjectNode();
        report.put("machine", Machine.description());
        report.put("viewers", options.viewers());
        report.put("cameras", options.cameras());
        report.put("seconds", options.seconds());
        report.put("warmupSeconds", options.warmup());
        report.put("mostWarmupSeconds", options.mostWarmup());
        var servers = report.putArray("servers");
        results.forEach(result -> servers.add(server(result)));
        var together = report.putArray("atTheSameTime");
        costs.forEach(cost -> together.addObject()
                .put("server", cost.server())
                .put("cpuMillisPerViewerSecond", cost.median())
                .put("ratio", cost.ratio(costs.get(costs.size() - 1))));
        return report;
    }

    private static ObjectNode server(Result result) {
        var server = Web.JSON.createObjectNode();
        server.put("server", result.server());
        server.put("viewersThatReceived", result.watching());
        server.put("warmupSeconds", result.warmup());
        server.put("windows", result.windows());
        server.put("cpuMillisPerViewerSecond", result.cpuPerViewerSecond());
        put(server, "cpuMillisPerSecondOfFurtherViewer", result.marginalCpu());
        var threads = server.putObject("threads");
        result.loads()
                .groups()
                .forEach((name, load) -> threads.putObject(name)
                        .put("cpuMillisPerSecond", load.cpu())
                        .put("wakeupsPerSecond", load.wakeups()));
        server.put("wakeupsPerSecond", result.loads().wakeups());
        server.put("packetsPerSecond", result.packetsPerSecond());
        server.put("bitsPerSecondPerViewer", result.bitsPerSecond());
        server.put("latenessMedianMillis", result.lateness().quantileMillis(0.5));
        server.put("lateness99Millis", result.lateness().quantileMillis(0.99));
        server.put("latenessMaxMillis", result.lateness().quantileMillis(1));
        server.put("shareOver20MillisOverdue", result.lateShare());
        if (result.keyFrames().total() > 0) {
            server.put("deltaFrameDelay99Millis", result.deltaFrames().quantileMillis(0.99));
            server.put("keyFrameDelay99Millis", result.keyFrames().quantileMillis(0.99));
        }
        put(server, "residentBytesPerFurtherViewer", result.residentPerViewer());
        put(server, "heapBytesPerFurtherViewer", result.heapPerViewer());
        server.put("firstJoinToKeyFrameMillis", result.firstJoinToKeyFrame());
        server.put("joinToFirstPacketMedianMillis", Result.quantile(result.joinToPacket(), 0.5));
        server.put("joinToFirstPacket95Millis", Result.quantile(result.joinToPacket(), 0.95));
        server.put("joinToKeyFrameMedianMillis", Result.quantile(result.joinToKeyFrame(), 0.5));
        server.put("joinToKeyFrame95Millis", Result.quantile(result.joinToKeyFrame(), 0.95));
        server.put("packetsReceived", result.packets());
        server.put("packetsAskedForAgain", result.asked());
        server.put("packetsLost", result.lost());
        server.put("packetsForged", result.forged());
        return server;
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        if (value.isPresent()) {
            node.put(name, value.getAsDouble());
        } else {
            node.putNull(name);
        }
    }
}
