// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.h264;

import java.util.Optional;

/**
 * A {@code profile-level-id} of H.264 (RFC 6184 §8.1): which coding tools a stream uses or a receiver has.
 *
 * @param profileIdc 8 bits
 * @param constraints the constraint_set flags, 8 bits, set 0 the highest
 * @param levelIdc 8 bits, ten times the level
 */
public record H264Profile(int profileIdc, int constraints, int levelIdc) {
    /** What WebRTC ends mean when they leave the parameter out: constrained baseline at level 3.1. */
    public static final H264Profile DEFAULT = new H264Profile(0x42, 0xe0, 0x1f);

    /** The profiles of RFC 6184 Table 5; {@code OTHER} is comparable only with its exact like. */
    public enum Family {
        CONSTRAINED_BASELINE,
        BASELINE,
        EXTENDED,
        MAIN,
        CONSTRAINED_HIGH,
        HIGH,
        HIGH_10,
        HIGH_422,
        HIGH_444,
        OTHER
    }

    /** Reads six hexadecimal digits; empty if they are none. */
    public static Optional<H264Profile> parse(String profileLevelId) {
        if (!profileLevelId.matches("[0-9A-Fa-f]{6}")) {
            return Optional.empty();
        }
        var bits = Integer.parseInt(profileLevelId, 16);
        return Optional.of(new H264Profile(bits >> 16, bits >> 8 & 0xff, bits & 0xff));
    }

    /** The profile without regard to the many ways of writing it (RFC 6184 Table 5). */
    public Family family() {
        return switch (profileIdc) {
            case 0x42 -> bit(0x40) ? Family.CONSTRAINED_BASELINE : Family.BASELINE;
            case 0x4d -> bit(0x80) ? Family.CONSTRAINED_BASELINE : Family.MAIN;
            case 0x58 -> bit(0x80) ? (bit(0x40) ? Family.CONSTRAINED_BASELINE : Family.BASELINE) : Family.EXTENDED;
            case 0x64 -> (constraints & 0x0c) == 0x0c ? Family.CONSTRAINED_HIGH : Family.HIGH;
            case 0x6e -> Family.HIGH_10;
            case 0x7a -> Family.HIGH_422;
            case 0xf4 -> Family.HIGH_444;
            default -> Family.OTHER;
        };
    }

    /** Whether both name the same profile, the level left aside. */
    public boolean sameProfile(H264Profile other) {
        return family() == other.family()
                && (family() != Family.OTHER || profileIdc == other.profileIdc && constraints == other.constraints);
    }

    /**
     * Whether a receiver of one profile decodes a source of another (H.264 Annex A.2). The level is left aside: every
     * browser says 3.1 and decodes more, and {@code level-asymmetry-allowed=1} lets the source have its own.
     */
    public static boolean canDecode(H264Profile receiver, H264Profile source) {
        if (receiver.sameProfile(source)) {
            return true;
        }
        var by = receiver.family();
        return switch (source.family()) {
            case CONSTRAINED_BASELINE -> by != Family.OTHER;
            case BASELINE -> by == Family.EXTENDED;
            case MAIN, CONSTRAINED_HIGH -> by.compareTo(Family.HIGH) >= 0 && by != Family.OTHER;
            case HIGH -> by.compareTo(Family.HIGH_10) >= 0 && by != Family.OTHER;
            case HIGH_10 -> by == Family.HIGH_422 || by == Family.HIGH_444;
            case HIGH_422 -> by == Family.HIGH_444;
            case EXTENDED, HIGH_444, OTHER -> false;
        };
    }

    /** Whether the receiver's level is at least the source's. */
    public static boolean coversLevel(H264Profile receiver, H264Profile source) {
        return receiver.levelTimesTen() >= source.levelTimesTen();
    }

    private int levelTimesTen() {
        // level 1b is written as 1.1 with constraint_set3 in the old profiles, as 9 in the new ones; it is below 1.1
        var old = profileIdc == 0x42 || profileIdc == 0x4d || profileIdc == 0x58;
        return levelIdc == 11 && old && bit(0x10) ? 10 : Math.max(levelIdc, 10);
    }

    private boolean bit(int mask) {
        return (constraints & mask) != 0;
    }

    /** Six hexadecimal digits, lower case, as in {@code profile-level-id}. */
    @Override
    public String toString() {
        return String.format("%02x%02x%02x", profileIdc, constraints, levelIdc);
    }
}
