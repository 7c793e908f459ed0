// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/** Query and body of a command. */
public final class ArgumentsFuzz {
    private ArgumentsFuzz() {}

    /** Up to the first line end it is the query, behind it the body. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        var text = new String(data, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        try {
            CallArguments.of(request(end < 0 ? text : text.substring(0, end), end < 0 ? "" : text.substring(end + 1)));
        } catch (RefusedException e) {
            if (e.status() < 400 || e.status() > 499) {
                throw new AssertionError(e);
            }
        }
    }

    private static HttpServletRequest request(String query, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var in = new Body(new ByteArrayInputStream(bytes));
        return (HttpServletRequest) Proxy.newProxyInstance(
                ArgumentsFuzz.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getQueryString" -> query;
                    case "getContentType" -> "application/json";
                    case "getContentLengthLong" -> (long) bytes.length;
                    case "getContentLength" -> bytes.length;
                    case "getInputStream" -> in;
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    private static final class Body extends ServletInputStream {
        private final ByteArrayInputStream in;

        Body(ByteArrayInputStream in) {
            this.in = in;
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public boolean isFinished() {
            return in.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
