// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.testpattern;

/** The characters of a clock, five dots wide and seven high. */
final class Glyphs {
    static final int COLUMNS = 5;
    static final int ROWS = 7;
    /** From one character to the next. */
    static final int PITCH = 6;

    private static final String CHARACTERS = "0123456789:.";
    private static final String[] DOTS = {
        ".###.|..#..|.###.|#####|...#.|#####|..##.|#####|.###.|.###.|.....|.....",
        "#...#|.##..|#...#|...#.|..##.|#....|.#...|....#|#...#|#...#|..#..|.....",
        "#..##|..#..|....#|..#..|.#.#.|####.|#....|...#.|#...#|#...#|..#..|.....",
        "#.#.#|..#..|...#.|...#.|#..#.|....#|####.|..#..|.###.|.####|.....|.....",
        "##..#|..#..|..#..|....#|#####|....#|#...#|.#...|#...#|....#|..#..|.....",
        "#...#|..#..|.#...|#...#|...#.|#...#|#...#|.#...|#...#|...#.|..#..|..##.",
        ".###.|.###.|#####|.###.|...#.|.###.|.###.|.#...|.###.|.##..|.....|..##."
    };

    private Glyphs() {}

    static boolean lit(char character, int row, int column) {
        return DOTS[row].charAt(CHARACTERS.indexOf(character) * PITCH + column) == '#';
    }
}
