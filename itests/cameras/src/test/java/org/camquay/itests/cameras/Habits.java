// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.cameras;

import static org.camquay.itests.cameras.Habit.Trait.LOGIN;
import static org.camquay.itests.cameras.Habit.Trait.LOSSY;
import static org.camquay.itests.cameras.Habit.Trait.OURS;
import static org.camquay.itests.cameras.Habit.Trait.RECOVERY;
import static org.camquay.itests.cameras.Habit.Trait.REORDERED;
import static org.camquay.itests.cameras.Habit.Trait.TLS;
import static org.camquay.itests.cameras.Habit.Trait.UDP;
import static org.camquay.itests.cameras.Habit.of;

import java.util.List;

/** The RTSP cameras that are tried, each with one habit. */
final class Habits {
    /** The camera that the others are measured by. */
    static final Habit GOOD = of("a good camera", "audio=pcma");

    static final List<Habit> ALL = List.of(
            GOOD,
            of("sets only in the SDP", "inband=0 audio=aac"),
            of("sets only in band", "sdpsets=0 audio=pcmu"),
            of("sets only in band, H.265", "file=plain.h265 sdpsets=0"),
            of("sets only in the SDP, H.265", "file=plain.h265 inband=0"),
            of("AUD first", "file=aud.h264"),
            of("STAP-A", "file=aud.h264 aggregate=1"),
            of("STAP-A of SEI", "aggregate=sei"),
            of("no marker", "marker=0"),
            of("markers everywhere", "marker=all"),
            of("slices", "file=slices.h264"),
            of("slices without markers", "file=slices.h264 marker=0"),
            of("padding", "pad=1 audio=pcma"),
            of("header extensions", "ext=1 audio=aac"),
            of("size changes in band", "file=plain.h264+big.h264 switch=3"),
            of("size changes in band, sets only there", "file=plain.h264+big.h264 switch=3 sdpsets=0"),
            of("other channels than asked", "chan=8 audio=pcma"),
            of("junk between frames", "junk=1 audio=pcma", OURS),
            of("2 % loss", "loss=2 audio=pcma", LOSSY, UDP),
            of("packets change places", "reorder=1 dup=2", LOSSY, UDP),
            of("keepalive refused", "noget=1 timeout=5"),
            of("keepalive needed", "timeout=5"),
            of("stale nonce", "auth=stale", LOGIN),
            of("Basic", "auth=basic", LOGIN),
            of("Digest, MD5", "auth=md5", LOGIN),
            of("Digest, qop", "auth=qop", LOGIN),
            of("302 with credentials", "redirect=live~auth=md5", LOGIN),
            of("RTSPS", "audio=aac", TLS),
            of("metadata", "meta=1 audio=pcma"),
            of("second picture", "two=1"),
            of("PCMA of 16 kHz", "audio=pcma16"),
            of("L16", "audio=l16"),
            of("L16, stereo", "audio=l16s"),
            of("packets of 200 ms", "audio=pcmu aptime=200"),
            of("4 AAC frames in a packet", "audio=aac aus=4"),
            of("MBAFF", "file=mbaff.h264"),
            of("High 10", "file=high10.h264"),
            of("1 picture a second", "file=slow.h264 fps=1"),
            of("60 pictures a second", "file=fast.h264 fps=60"),
            of("key frames of 750 kB", "file=key750.h264 fps=10"),
            of("over UDP", "audio=aac", LOSSY, UDP),
            of("RTP time wraps", "start=4294700000 astart=4294950000 audio=pcma"),
            of("plain lines and lower case", "lf=1 lower=1", OURS),
            of("absolute controls", "absolute=1 nobase=1"),
            of("requests to the client", "ask=1 timeout=4"),
            of("no UDP", "udp=0", UDP),
            of("silent over UDP", "udp=silent", UDP),
            of("data and metadata first", "tracks=dmva audio=pcma"));

    /** The rows of the table. */
    static final List<Habit> ROWS = List.of(
            of("sets of the picture before", "file=plain.h264+big.h264 switch=3 setts=prev"),
            of("sets of the picture before, only in band", "sdpsets=0 setts=prev"),
            of("sets of the picture before, H.265", "file=plain.h265 sdpsets=0 setts=prev"),
            of("sets with a time of their own", "sdpsets=0 setts=own"),
            of("recovery points only", "file=gdr.h264 noidr=1", RECOVERY),
            of("gradual refresh", "file=gdr.h264"),
            of("open groups with B-frames", "file=opengop2.h264 noidr=1", RECOVERY, REORDERED),
            of("Digest, SHA-256", "auth=sha256", LOGIN, OURS),
            of("Digest, SHA-256 and qop", "auth=sha256qop", LOGIN, OURS),
            of("Digest, SHA-256 after MD5", "auth=both2", LOGIN, OURS),
            of("Digest, SHA-256 before MD5", "auth=both", LOGIN),
            of("back channel first", "tracks=bva audio=pcma", OURS),
            of("G.726 beside PCMA", "tracks=vxa audio=pcma"));

    private Habits() {}
}
