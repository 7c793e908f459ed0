// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import java.util.Arrays;
import java.util.List;

/** Lists of names in a configuration: values of an array, or in a {@code .cfg} file one text with commas. */
final class Names {
    private Names() {}

    static List<String> of(String[] configured) {
        return Arrays.stream(configured)
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
