// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Paths that a servlet serves, and what the gate asks of those who come there. Best implemented by the servlet itself and
 * registered with it, as {@code @Component(service = {Servlet.class, Face.class})}: where no face is known, the gate lets
 * nobody through. Thread: any.
 */
@ConsumerType
public interface Face {
    /**
     * The servlet's patterns: {@code /name} is exactly this path, {@code /name/*} is it and everything below. {@code /*} is
     * not taken, because it would speak for the servlets of others.
     */
    List<String> paths();

    /**
     * What a request has to fulfil; decided from its first line alone.
     *
     * @param method the HTTP method, in upper case as the client wrote it
     * @param path the decoded path below the root, {@code /name/rest}; without {@code ..}, {@code ;} or encoded slashes
     */
    Terms terms(String method, String path);
}
