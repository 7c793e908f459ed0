// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

/** Reads sequence parameter sets of H.264 (ITU-T H.264 §7.3.2.1.1 and Annex E). */
final class H264Sps {
    private static final int BASELINE = 66;
    private static final int EXTENDED_SAR = 255;
    private static final int MOST_FRAMES = 16;

    private final BitReader in;
    private int chromaFormat = 1;
    private boolean separatePlanes;
    private boolean framesOnly = true;
    private double frameRate;
    private int reorderedFrames = -1;

    private H264Sps(BitReader in) {
        this.in = in;
    }

    /** profile-level-id of RFC 6184 §8.1; empty when the set is cut. */
    static String profileLevelId(byte[] sps) {
        return sps.length < 4 ? "" : String.format("%02x%02x%02x", sps[1] & 0xff, sps[2] & 0xff, sps[3] & 0xff);
    }

    /** What a set tells; {@link SequenceParameters#UNKNOWN} when it is damaged. */
    static SequenceParameters read(byte[] sps) {
        return sps.length < 5 ? SequenceParameters.UNKNOWN : new H264Sps(BitReader.ofNal(sps, 4)).read(sps[1] & 0xff);
    }

    private SequenceParameters read(int profile) {
        in.unsigned();
        if (hasChromaFormat(profile)) {
            chroma();
        }
        in.unsigned();
        boolean inOrder = pictureOrderCount();
        in.unsigned();
        in.bit();
        long width = 16 * (in.unsigned() + 1);
        long mapUnits = in.unsigned() + 1;
        framesOnly = in.flag();
        long height = 16 * mapUnits * (framesOnly ? 1 : 2);
        if (!framesOnly) {
            in.bit();
        }
        in.bit();
        if (in.flag()) {
            int unitX = separatePlanes || chromaFormat == 0 || chromaFormat == 3 ? 1 : 2;
            int unitY = (separatePlanes || chromaFormat != 1 ? 1 : 2) * (framesOnly ? 1 : 2);
            width -= unitX * (in.unsigned() + in.unsigned());
            height -= unitY * (in.unsigned() + in.unsigned());
        }
        if (in.exhausted() || width < 1 || height < 1 || Math.max(width, height) > SequenceParameters.MAX_SIDE) {
            return SequenceParameters.UNKNOWN;
        }
        if (in.flag()) {
            usability();
        }
        int reordered = inOrder || profile == BASELINE ? 0 : reorderedFrames;
        return new SequenceParameters((int) width, (int) height, frameRate, reordered);
    }

    private static boolean hasChromaFormat(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private void chroma() {
        chromaFormat = (int) in.unsigned();
        if (chromaFormat == 3) {
            separatePlanes = in.flag();
        }
        in.unsigned();
        in.unsigned();
        in.bit();
        if (in.flag()) {
            for (int i = 0; i < (chromaFormat == 3 ? 12 : 8); i++) {
                if (in.flag()) {
                    scalingList(i < 6 ? 16 : 64);
                }
            }
        }
    }

    private void scalingList(int size) {
        long last = 8;
        long next = 8;
        for (int i = 0; i < size && !in.exhausted(); i++) {
            if (next != 0) {
                next = last + in.signed() + 256 & 0xff;
            }
            last = next == 0 ? last : next;
        }
    }

    /** Returns whether output order is decoding order (pic_order_cnt_type 2). */
    private boolean pictureOrderCount() {
        long type = in.unsigned();
        if (type == 0) {
            in.unsigned();
        } else if (type == 1) {
            in.bit();
            in.signed();
            in.signed();
            long count = in.unsigned();
            for (long i = 0; i < count && !in.exhausted(); i++) {
                in.signed();
            }
        }
        return type == 2;
    }

    private void usability() {
        if (in.flag() && in.bits(8) == EXTENDED_SAR) {
            in.skip(32);
        }
        if (in.flag()) {
            in.bit();
        }
        if (in.flag()) {
            in.skip(4);
            if (in.flag()) {
                in.skip(24);
            }
        }
        if (in.flag()) {
            in.unsigned();
            in.unsigned();
        }
        if (in.flag()) {
            timing();
        }
        boolean nalReference = referenceDecoder();
        boolean vclReference = referenceDecoder();
        if (nalReference || vclReference) {
            in.bit();
        }
        in.bit();
        if (in.flag()) {
            in.bit();
            for (int i = 0; i < 4; i++) {
                in.unsigned();
            }
            long frames = in.unsigned();
            if (!in.exhausted() && frames <= MOST_FRAMES) {
                reorderedFrames = (int) frames;
            }
        }
    }

    private void timing() {
        long unitsInTick = in.bits(32);
        long timeScale = in.bits(32);
        in.bit();
        double rate = unitsInTick == 0 ? 0 : timeScale / (2.0 * unitsInTick);
        if (!in.exhausted() && rate >= 0.1 && rate <= 300) {
            frameRate = rate;
        }
    }

    /** hrd_parameters, if they are there. */
    private boolean referenceDecoder() {
        if (!in.flag()) {
            return false;
        }
        long count = in.unsigned() + 1;
        in.skip(8);
        for (long i = 0; i < count && !in.exhausted(); i++) {
            in.unsigned();
            in.unsigned();
            in.bit();
        }
        in.skip(20);
        return true;
    }
}
