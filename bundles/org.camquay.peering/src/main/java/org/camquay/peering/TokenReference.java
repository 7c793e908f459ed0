// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingTarget;

/**
 * A token may stand in a file: {@code file:PATH}, below the configuration folder when relative. It is read anew for each
 * try, so that it may be replaced while the device runs. Thread: any.
 */
final class TokenReference {
    private static final String PREFIX = "file:";

    /** Whether the target's token stands in a file, which may change. */
    static boolean isOne(SignalingTarget target) {
        return target.token().startsWith(PREFIX);
    }

    private static final int MAX_LENGTH = 16 * 1024;

    private TokenReference() {}

    /** @throws SignalingException if the file cannot be read; it may come later, so that is not final */
    static SignalingTarget resolved(SignalingTarget target) throws SignalingException {
        if (!target.token().startsWith(PREFIX)) {
            return target;
        }
        var file = Path.of(System.getProperty("camquay.etc", ""))
                .resolve(target.token().substring(PREFIX.length()));
        try {
            if (Files.size(file) <= MAX_LENGTH) {
                return target.withToken(Files.readString(file).strip());
            }
        } catch (IOException | RuntimeException e) {
            // said below
        }
        throw new SignalingException("the token's file " + file + " cannot be read: write the token into it", false);
    }
}
