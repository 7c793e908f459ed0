// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camquay.gate.Admission;
import org.camquay.gate.Face;
import org.camquay.gate.Form;
import org.camquay.gate.Gate;
import org.camquay.gate.Pages;
import org.camquay.gate.Refusal;
import org.camquay.gate.Terms;
import org.camquay.gate.body.Responses;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The pages: {@code /} asks for a room, {@code /play/ROOM} plays it, {@code /camquay.js} is the player for others. */
@Component(service = {Servlet.class, Face.class})
@HttpWhiteboardServletAsyncSupported
@HttpWhiteboardServletPattern({PlayerServlet.ROOT, PlayerServlet.PLAYER, PlayerServlet.SCRIPT})
public final class PlayerServlet extends HttpServlet implements Face {
    static final String ROOT = "/";
    static final String PLAYER = "/play/*";
    static final String SCRIPT = "/camquay.js";

    private static final long serialVersionUID = 1L;

    /** Host names, addresses, ports: nothing that could end a directive. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");

    private static final Pattern ROOM = Pattern.compile("(?:^|&)room=([^&]*)");

    private static final Map<String, String> ASSETS = Map.of(
            "/camquay.js", "camquay.js",
            "/play/-/player.js", "player.js",
            "/play/-/player.css", "player.css",
            "/play/-/icon.svg", "icon.svg");

    /** Origins, and {@code *} for any: nothing that could end a directive. */
    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[A-Za-z0-9._:\\[\\]-]{1,255}");

    /** What other sites may show in a frame: a sentence, and nothing to click on. */
    private static final String FRAMED = "framed.html";

    private static final String FOR_ANYBODY =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";

    private final transient Gate gate;
    private final transient Map<String, byte[]> files;

    /** Reads all files once: they are few and small. */
    @Activate
    public PlayerServlet(@Reference(name = "gate") Gate gate) {
        this.gate = gate;
        files = Map.of(
                "index.html",
                read("index.html"),
                "player.html",
                read("player.html"),
                "notfound.html",
                read("notfound.html"),
                FRAMED,
                read(FRAMED),
                "camquay.js",
                read("camquay.js"),
                "player.js",
                read("player.js"),
                "player.css",
                read("player.css"),
                "icon.svg",
                read("icon.svg"));
    }

    @Override
    public List<String> paths() {
        return List.of(ROOT, PLAYER, SCRIPT);
    }

    /** They show nothing of a camera, which the token comes for later; the script is for the pages of others. */
    @Override
    public Terms terms(String method, String path) {
        return path.equals(SCRIPT) ? Terms.open().forPages(Pages.LISTED_AND_LOCAL) : Terms.open();
    }

    private static byte[] read(String file) {
        try (var in = PlayerServlet.class.getResourceAsStream("web/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var caller = Admission.of(request);
        if (caller.isEmpty()) {
            Refusal.NOBODY_AT_THE_GATE.write(response, Form.TEXT);
        } else {
            answer(request, response, caller.get().host());
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, String host) {
        var path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        var asset = ASSETS.get(path);
        if (asset != null) {
            send(host, request, response, 200, asset);
        } else if (frame(request).isForeign(gate.allowedOrigins())) {
            send(host, request, response, 403, FRAMED);
        } else if (path.isEmpty() || path.equals("/")) {
            send(host, request, response, 200, "index.html");
        } else if (path.equals("/play") || path.equals("/play/")) {
            var room = ROOM.matcher(String.valueOf(request.getQueryString())); // getParameter may wait for a body
            response.setStatus(303);
            response.setHeader("Location", room.find() && Room.isName(room.group(1)) ? "/play/" + room.group(1) : "/");
        } else {
            var isRoom = path.startsWith("/play/") && Room.isName(path.substring("/play/".length()));
            send(host, request, response, isRoom ? 200 : 404, isRoom ? "player.html" : "notfound.html");
        }
    }

    private static Frame frame(HttpServletRequest request) {
        return new Frame(
                request.getHeader("Sec-Fetch-Dest"), request.getHeader("Sec-Fetch-Site"), request.getHeader("Referer"));
    }

    private void send(String host, HttpServletRequest request, HttpServletResponse response, int status, String file) {
        var bytes = files.get(file);
        response.setStatus(status);
        response.setContentType(contentType(file));
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader(
                "Content-Security-Policy", file.equals(FRAMED) ? FOR_ANYBODY : policy(host, gate.allowedOrigins()));
        Responses.finish(request.startAsync(), bytes);
    }

    /**
     * Everything from here, nothing from elsewhere; not every browser counts WebSockets as {@code 'self'}. Only sites whose pages may
     * use us show ours in a frame: another one could have its visitors click on it unawares.
     */
    static String policy(String host, List<String> origins) {
        var frames = origins.stream()
                .filter(origin -> ORIGIN.matcher(origin).matches())
                .map(origin -> " " + origin)
                .collect(Collectors.joining());
        var sockets = host != null && HOST.matcher(host).matches() ? " ws://" + host + " wss://" + host : "";
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; "
                + "connect-src 'self'" + sockets + "; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
                + frames;
    }

    private static String contentType(String file) {
        return switch (file.substring(file.lastIndexOf('.'))) {
            case ".js" -> "text/javascript;charset=utf-8";
            case ".css" -> "text/css;charset=utf-8";
            case ".svg" -> "image/svg+xml";
            default -> "text/html;charset=utf-8";
        };
    }
}
