// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

/**
 * What a sender knows beyond {@link PeerStats.OutboundRtp}: further members of W3C's dictionaries, and our own.
 *
 * @param sent what went out
 * @param quality what the peer gets
 * @param queue what waits to be sent
 * @param remote what the peer reports
 */
public record OutboundDetail(Sent sent, Quality quality, SendQueue queue, RemoteInbound remote) {
    /** Where nothing is known. */
    public static final OutboundDetail NONE = new OutboundDetail(
            new Sent(0, 0, 0, 0, 0, 0, 0, 0),
            new Quality("", 0, 0, 0, 0, false, ""),
            new SendQueue(0, 0, 0),
            new RemoteInbound(0, 0, 0));

    /**
     * What went out. Delays run from when the source captured a frame, as far as it tells, else from when the frame came
     * here, until its last packet was sent; frames that a new viewer catches up with do not count.
     *
     * @param keyFramesSent of the frames sent
     * @param headerBytesSent of {@code bytesSent}, those of headers
     * @param retransmittedHeaderBytesSent of {@code retransmittedBytesSent}, those of headers
     * @param retransmissionsRefused packets asked for and not sent again, since that would have been too many
     * @param bitrate bits a second with headers and retransmissions, over the last second or so
     * @param captureToSendDelay seconds, of the latest frame
     * @param totalCaptureToSendDelay seconds, of all frames measured
     * @param captureToSendDelayMeasurements how many these are
     */
    public record Sent(
            long keyFramesSent,
            long headerBytesSent,
            long retransmittedHeaderBytesSent,
            long retransmissionsRefused,
            double bitrate,
            double captureToSendDelay,
            double totalCaptureToSendDelay,
            long captureToSendDelayMeasurements) {}

    /**
     * What the peer gets.
     *
     * @param streamName of the stream; of one quality where the peer watches a group
     * @param frameWidth pixels; 0 for sound
     * @param frameHeight pixels; 0 for sound
     * @param framesPerSecond of the stream
     * @param changes how often the peer was moved to another quality
     * @param keyFramesOnly whether the rest is left out, since the path is too small for it
     * @param limitation why the peer does not get all there is, in plain English; empty when it does
     */
    public record Quality(
            String streamName,
            int frameWidth,
            int frameHeight,
            double framesPerSecond,
            long changes,
            boolean keyFramesOnly,
            String limitation) {}

    /**
     * What waits to be sent to this peer.
     *
     * @param packets that have come and are not sent
     * @param bytes of their payloads
     * @param delay seconds since the first of them came
     */
    public record SendQueue(long packets, long bytes, double delay) {}

    /**
     * More of what the peer reports (W3C {@code RTCRemoteInboundRtpStreamStats}).
     *
     * @param fractionLost 0 to 1, by the latest report
     * @param totalRoundTripTime seconds, of all measured
     * @param roundTripTimeMeasurements how many these are
     */
    public record RemoteInbound(double fractionLost, double totalRoundTripTime, long roundTripTimeMeasurements) {}
}
