// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingTarget;

/**
 * A token may stand in a file: {@code file:PATH}, below the configuration folder when relative, or {@code state:PATH} for
 * one that this server makes itself, below its state. It is read anew for each try, so that it may come later, and be
 * replaced while the device runs. Thread: any.
 */
final class TokenReference {
    private static final String FILE = "file:";
    private static final String STATE = "state:";
    private static final int MAX_LENGTH = 16 * 1024;

    /** Whether the target's token stands in a file, which may change. */
    static boolean isOne(SignalingTarget target) {
        return target.token().startsWith(FILE) || target.token().startsWith(STATE);
    }

    private TokenReference() {}

    /** @throws SignalingException if the file cannot be read; it may come later, so that is not final */
    static SignalingTarget resolved(SignalingTarget target) throws SignalingException {
        var token = target.token();
        if (!isOne(target)) {
            return target;
        }
        var folder = Path.of(System.getProperty("camquay.etc", ""), token.startsWith(STATE) ? "state" : "");
        var file = folder.resolve(token.substring(token.indexOf(':') + 1));
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
