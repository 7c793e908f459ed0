// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.message;

import java.nio.ByteBuffer;

/**
 * Takes apart what a camera sends over its connection: messages, and packets between them (RFC 2326 §10.12). It is bounded, and
 * finds its way back after octets that belong to nothing, since cameras drop parts of what they could not send in time. Only on
 * one thread.
 */
public final class RtspReader {
    /** What is found, within {@link #read}. */
    public interface Listener {
        /** A whole message. */
        void onMessage(RtspMessage message);

        /**
         * A packet between the messages.
         *
         * @param packet from its position to its limit, valid during the call only
         */
        void onPacket(int channel, ByteBuffer packet);
    }

    /** Octets of a message's head at most. */
    public static final int MAX_HEAD = 16 << 10;
    /** Octets of a message's body at most. */
    public static final int MAX_BODY = 256 << 10;

    private static final int FIRST_ROOM = 4 << 10;

    private final Listener listener;
    private final Kept kept = new Kept(FIRST_ROOM, MAX_HEAD + MAX_BODY + Frame.LARGEST);
    private RtspMessage incomplete;
    /** Octets of its body; negative if the message does not say. */
    private int length;

    private boolean broken;
    private boolean stopped;

    public RtspReader(Listener listener) {
        this.listener = listener;
    }

    /**
     * Takes what arrived, all of it.
     *
     * @return false if it exceeds a limit, so that the connection has to be closed
     */
    public boolean read(ByteBuffer arrived) {
        while (arrived.hasRemaining() && !broken && !stopped) {
            if (kept.isEmpty()) {
                parse(arrived);
                kept.add(arrived, arrived.remaining());
            } else {
                kept.add(arrived, wanted(arrived));
                var all = kept.content();
                parse(all);
                kept.keep(all);
            }
        }
        return !broken;
    }

    /** Nothing more is told, also of what was read already. Within the listener's methods, too. */
    public void stop() {
        stopped = true;
    }

    /** Whether the body of a message is not complete, or its length not known. */
    public boolean isInBody() {
        return incomplete != null;
    }

    /** Whether the message says how long its body is. */
    public boolean isLengthKnown() {
        return length >= 0;
    }

    /** The camera has been quiet for long enough: what there is of a body is all of it. */
    public void quiet() {
        if (incomplete != null && !stopped) {
            var all = kept.content();
            finish(all, all.remaining());
            kept.keep(all);
        }
    }

    /** So few octets are copied as a packet that came in two pieces needs; of words, all. */
    private int wanted(ByteBuffer arrived) {
        int left = incomplete == null ? Frame.missing(kept.content()) : arrived.remaining();
        return Math.min(left, arrived.remaining());
    }

    private void parse(ByteBuffer in) {
        boolean more = true;
        while (more && in.hasRemaining() && !broken && !stopped) {
            more = incomplete == null ? begin(in) : body(in);
        }
    }

    /** Reads one thing, or skips an octet; false if more has to come first. */
    private boolean begin(ByteBuffer in) {
        byte first = in.get(in.position());
        if (first == Frame.DOLLAR) {
            return packet(in);
        }
        return switch (Beginning.of(in)) {
            case WORDS -> head(in);
            case TOO_SHORT -> false;
            case NONE -> {
                in.get();
                yield true;
            }
        };
    }

    private boolean packet(ByteBuffer in) {
        if (Frame.isTooShort(in)) {
            return false;
        }
        if (!Frame.isPlausible(in)) {
            in.get();
            return true;
        }
        int size = Frame.size(in);
        if (in.remaining() < size) {
            return false;
        }
        int end = in.position() + size;
        int limit = in.limit();
        listener.onPacket(Frame.channel(in), in.limit(end).position(end - size + Frame.HEADER));
        in.limit(limit).position(end);
        return true;
    }

    /** Octets of a head with its empty line, whose lines end in CR LF or LF; -1 if the empty line is not there. */
    public static int endOfHead(ByteBuffer in) {
        return Beginning.endOfHead(in);
    }

    private boolean head(ByteBuffer in) {
        int end = endOfHead(in);
        if (end < 0) {
            broken = in.remaining() > MAX_HEAD;
            return false;
        }
        var message = RtspMessage.parse(Text.latin(in, end));
        if (message.isPresent()) {
            incomplete = message.get();
            length = Text.length(incomplete);
            broken = length > MAX_BODY;
            if (length == 0) {
                finish(in, 0);
            }
        }
        return true;
    }

    private boolean body(ByteBuffer in) {
        int there = length < 0 ? Text.endOfDescription(in) : in.remaining() < length ? -1 : length;
        if (there < 0) {
            broken = in.remaining() > MAX_BODY;
            return false;
        }
        finish(in, there);
        return true;
    }

    private void finish(ByteBuffer in, int octets) {
        var message = incomplete.withBody(Text.utf8(in, octets));
        incomplete = null;
        listener.onMessage(message);
    }
}
