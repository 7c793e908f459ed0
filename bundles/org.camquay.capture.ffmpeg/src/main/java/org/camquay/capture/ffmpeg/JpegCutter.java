// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Cuts JPEG pictures out of a stream of bytes: from SOI to EOI, segment by segment, so that thumbnails inside are no
 * pictures of their own (ITU-T T.81 Annex B). Everything between pictures is left out. A picture without its end goes on
 * to the next one's beginning.
 */
final class JpegCutter {
    private static final int MARK = 0xff;
    private static final int STUFFED = 0x00;
    private static final int TEM = 0x01;
    private static final int RST0 = 0xd0;
    private static final int RST7 = 0xd7;
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int FIRST_ROOM = 1 << 16;

    private enum Place {
        OUTSIDE,
        OUTSIDE_MARK,
        BETWEEN_SEGMENTS,
        MARKER,
        LENGTH,
        LENGTH_LOW,
        SEGMENT,
        SCAN,
        SCAN_MARK
    }

    private final int largest;
    private final Queue<byte[]> pictures = new ArrayDeque<>();
    private byte[] picture = new byte[FIRST_ROOM];
    private int size;
    private Place place = Place.OUTSIDE;
    private int marker;
    private int left;

    /** @param largest bytes that a picture may have; a longer one is left out */
    JpegCutter(int largest) {
        this.largest = largest;
    }

    /** The next whole picture, or null. */
    byte[] next() {
        return pictures.poll();
    }

    /** Takes the next bytes of the stream. */
    void feed(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            take(bytes[i]);
        }
    }

    private void take(byte next) {
        int value = next & 0xff;
        if (place != Place.OUTSIDE && place != Place.OUTSIDE_MARK) {
            append(next);
        }
        switch (place) {
            case OUTSIDE -> place = value == MARK ? Place.OUTSIDE_MARK : Place.OUTSIDE;
            case OUTSIDE_MARK -> {
                if (value == SOI) {
                    begin();
                } else {
                    place = value == MARK ? Place.OUTSIDE_MARK : Place.OUTSIDE;
                }
            }
            case BETWEEN_SEGMENTS -> place = value == MARK ? Place.MARKER : Place.BETWEEN_SEGMENTS;
            case MARKER -> marker(value, Place.BETWEEN_SEGMENTS);
            case LENGTH -> {
                left = value << 8;
                place = Place.LENGTH_LOW;
            }
            case LENGTH_LOW -> {
                left += value - 2;
                endSegment(Place.SEGMENT);
            }
            case SEGMENT -> {
                left--;
                endSegment(Place.SEGMENT);
            }
            case SCAN -> place = value == MARK ? Place.SCAN_MARK : Place.SCAN;
            case SCAN_MARK -> marker(value, Place.SCAN);
        }
    }

    private void append(byte next) {
        if (size == picture.length) {
            picture = Arrays.copyOf(picture, 2 * size);
        }
        picture[size++] = next;
        if (size > largest) {
            size = 0;
            picture = new byte[FIRST_ROOM];
            place = Place.OUTSIDE;
        }
    }

    private void begin() {
        size = 0;
        picture[size++] = (byte) MARK;
        picture[size++] = (byte) SOI;
        place = Place.BETWEEN_SEGMENTS;
    }

    private void endSegment(Place otherwise) {
        if (left > 0) {
            place = otherwise;
        } else {
            place = marker == SOS ? Place.SCAN : Place.BETWEEN_SEGMENTS;
        }
    }

    /** A byte behind 0xff: what stands alone leads back to where it stood. */
    private void marker(int value, Place back) {
        boolean alone = value == STUFFED || value == TEM || value >= RST0 && value <= RST7;
        if (value == EOI) {
            emit(size);
        } else if (value == SOI) {
            if (back == Place.SCAN) {
                picture[size - 1] = (byte) EOI; // its own was lost
                emit(size);
            }
            begin();
        } else if (alone) {
            place = back;
        } else if (value != MARK) {
            marker = value;
            place = Place.LENGTH;
        }
    }

    private void emit(int length) {
        pictures.add(Arrays.copyOf(picture, length));
        size = 0;
        place = Place.OUTSIDE;
    }
}
