// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** HTTPS towards one server, whoever signed its certificate; it tells which key the server showed last. Thread: any. */
public final class SecureApi {
    private final URI server;
    private final HttpClient client;
    private volatile String pin = "";

    public SecureApi(URI server) {
        this.server = server.resolve("/");
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Seeing()}, null);
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(context)
                    .connectTimeout(Duration.ofSeconds(20))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The pin of the key that the server showed at the last handshake: {@code sha256/…}. */
    public String pin() {
        return pin;
    }

    public HttpResponse<String> get(String path) {
        try {
            var request = HttpRequest.newBuilder(server.resolve(path))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A WebSocket of the signaling server. */
    public WebSocket signaling(WebSocket.Listener listener) throws Exception {
        return client.newWebSocketBuilder()
                .subprotocols("webrtc.onvif.org")
                .buildAsync(URI.create("wss://" + server.getAuthority() + "/signaling"), listener)
                .get(20, TimeUnit.SECONDS);
    }

    private final class Seeing extends X509ExtendedTrustManager {
        private void see(X509Certificate[] chain) {
            try {
                var key = MessageDigest.getInstance("SHA-256")
                        .digest(chain[0].getPublicKey().getEncoded());
                pin = "sha256/" + Base64.getEncoder().encodeToString(key);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            see(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            see(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            see(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
