// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which URI a track, or all of them, is controlled by (RFC 2326 §C.1.1), as cameras mean it. */
final class ControlUri {
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)rtsps?://.+");

    private ControlUri() {}

    /** What relative URIs of a description begin with. */
    static String base(String asked, Optional<String> contentBase, Optional<String> contentLocation) {
        return contentBase
                .or(() -> contentLocation)
                .map(String::strip)
                .filter(uri -> ABSOLUTE.matcher(uri).matches())
                .orElse(asked);
    }

    /**
     * The URI of a control attribute. Cameras mean one that is not absolute as something to be put behind the base, with a slash in
     * between, also where the base has a query (RFC 3986 would replace the base's last segment).
     */
    static String of(String base, Optional<String> control) {
        var value = control.map(String::strip).orElse("");
        if (value.isEmpty() || value.equals("*")) {
            return base;
        }
        if (ABSOLUTE.matcher(value).matches()) {
            return value;
        }
        if (value.startsWith("/")) {
            return rooted(base, value);
        }
        return base.endsWith("/") ? base + value : base + "/" + value;
    }

    /** A path from the root, if it begins as the base does; else one behind the base. */
    private static String rooted(String base, String path) {
        int host = base.indexOf("://") + 3;
        int slash = base.indexOf('/', host);
        var root = slash < 0 ? base : base.substring(0, slash);
        var own = slash < 0 ? "" : base.substring(slash).replaceFirst("/$", "");
        if (path.startsWith(own + "/") || own.isEmpty()) {
            return root + path;
        }
        return root + own + path;
    }
}
