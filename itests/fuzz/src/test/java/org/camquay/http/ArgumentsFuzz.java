// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Query and body of a command. */
public final class ArgumentsFuzz {
    private ArgumentsFuzz() {}

    /** Up to the first line end it is the query, behind it the body. */
    public static void fuzzerTestOneInput(byte[] data) {
        int end = 0;
        while (end < data.length && data[end] != '\n') {
            end++;
        }
        var query = new String(data, 0, end, StandardCharsets.UTF_8);
        try {
            CallArguments.of(request(query), Arrays.copyOfRange(data, Math.min(end + 1, data.length), data.length));
        } catch (RefusedException e) {
            if (e.status() < 400 || e.status() > 499) {
                throw new AssertionError(e);
            }
        }
    }

    private static HttpServletRequest request(String query) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                ArgumentsFuzz.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getQueryString" -> query;
                    case "getContentType" -> "application/json";
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }
}
