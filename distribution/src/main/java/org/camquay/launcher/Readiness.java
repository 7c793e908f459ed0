// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.HttpsURLConnection;

/** Asks a server over HTTP how it is. */
final class Readiness {
    private static final long PAUSE_MILLIS = 40;

    private final String url;
    private final Optional<Path> pin;
    private volatile String reason = "it does not answer yet";

    /**
     * Makes one.
     *
     * @param pin the file by which the server is known, if it speaks TLS
     */
    Readiness(InetAddress address, int port, Optional<Path> pin) {
        this.pin = pin;
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        url = (pin.isPresent() ? "https://" : "http://")
                + (address instanceof Inet6Address && !address.isAnyLocalAddress() ? "[" + host + "]" : host)
                + ":" + port + "/";
    }

    String url() {
        return url;
    }

    String reason() {
        return reason;
    }

    /** Asks as long as the server is not {@code ending}. */
    boolean await(long millis, BooleanSupplier ending) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end && !ending.getAsBoolean()) {
            if (status("GET", "health") == 200) {
                return true;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return false;
    }

    /** Commands to this server. */
    Calls calls(String token) throws IOException {
        var client = HttpClient.newBuilder();
        if (pin.isPresent()) {
            client.sslContext(OwnTrust.of(pin.get()));
        }
        return new Calls(client.build(), url, token);
    }

    private int status(String method, String path) {
        try {
            var connection = (HttpURLConnection) URI.create(url + path).toURL().openConnection();
            if (connection instanceof HttpsURLConnection secure && pin.isPresent()) {
                secure.setSSLSocketFactory(OwnTrust.of(pin.get()).getSocketFactory());
                secure.setHostnameVerifier((host, session) -> true); // the pin says more than a name
            }
            connection.setRequestMethod(method);
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(2_000);
            int status = connection.getResponseCode();
            try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                reason = body == null ? "HTTP " + status : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
            return status;
        } catch (IOException e) {
            reason = e.getMessage();
            return 0;
        }
    }
}
