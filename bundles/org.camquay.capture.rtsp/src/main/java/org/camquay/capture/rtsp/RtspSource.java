// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.capture.UnsupportedSourceException;

/** An opened camera. Everything happens on its loop; the others only wait for it, and tell it to stop. Thread: any. */
final class RtspSource implements MediaSource, Attempts.Owner {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long GRACE = TimeUnit.SECONDS.toNanos(1);
    private static final long FAREWELL_MILLIS = 1_500;

    private final Source source;
    private final Location location;
    private final Options options;
    private final Delivery delivery;
    private final Runnable ended;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    /** On the loop only. */
    private Attempts attempts;

    private boolean closed;

    /** Makes one; {@code ended} runs once when it is over. */
    RtspSource(Source source, Location location, Options options, Delivery delivery, Runnable ended) {
        this.source = source;
        this.location = location;
        this.options = options;
        this.delivery = delivery;
        this.ended = ended;
    }

    /** Begins, and waits until the formats are told. */
    void open() throws CaptureException {
        source.loop().execute(this::begin);
        try {
            opened.get(source.timeoutNanos() + GRACE, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            var sentence = e.getCause().getMessage();
            throw e.getCause() instanceof UnsupportedSourceException
                    ? Reasons.unsupported(location, sentence)
                    : Reasons.of(location, sentence);
        } catch (TimeoutException e) {
            close();
            throw Reasons.of(location, Reasons.noAnswer());
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw Reasons.of(location, Reasons.closed());
        }
    }

    private void begin() {
        if (!closed) {
            attempts = new Attempts(source, location, options, delivery, RANDOM, this);
            lookUp(location);
        }
    }

    @Override
    public void lookUp(Location next) {
        try {
            source.work().execute(() -> {
                try {
                    var addresses = List.of(InetAddress.getAllByName(next.host()));
                    source.loop().execute(() -> attempts.at(addresses));
                } catch (UnknownHostException e) {
                    source.loop().execute(() -> attempts.nowhere(Reasons.unknownHost(next.host())));
                }
            });
        } catch (RejectedExecutionException e) {
            attempts.nowhere("this machine is too busy to look up " + next.host() + "; try again");
        }
    }

    @Override
    public void onOpened() {
        opened.complete(null);
    }

    @Override
    public void onFailed(String sentence) {
        if (!opened.completeExceptionally(new CaptureException(sentence))) {
            delivery.end(Reasons.of(location, sentence));
        }
        ended.run();
    }

    @Override
    public void onUnsupported(String sentence) {
        opened.completeExceptionally(new UnsupportedSourceException(sentence));
        ended.run();
    }

    @Override
    public void close() {
        delivery.shut();
        source.loop().execute(this::stop);
        if (source.loop().inLoop()) {
            return;
        }
        try {
            gone.get(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // a camera that does not answer the good-bye is left all the same
        }
    }

    private void stop() {
        if (closed) {
            return;
        }
        closed = true;
        opened.completeExceptionally(new CaptureException(Reasons.closed()));
        ended.run();
        if (attempts == null) {
            gone.complete(null);
        } else {
            attempts.close(() -> gone.complete(null));
        }
    }
}
