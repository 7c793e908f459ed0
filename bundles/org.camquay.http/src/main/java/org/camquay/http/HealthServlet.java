// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.camquay.gate.Admission;
import org.camquay.gate.Face;
import org.camquay.gate.Form;
import org.camquay.gate.Refusal;
import org.camquay.gate.Terms;
import org.camquay.gate.body.Responses;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code GET /health/ready}, or {@code /health}: 200 when everything serves, 503 when not, and what is missing. {@code GET
 * /health/live}: 200 when the process lives, 503 when it had better be ended, and what stands still. Thread: any.
 */
@Component(service = {Servlet.class, Face.class})
@HttpWhiteboardServletPattern({HealthServlet.PATTERN, HealthServlet.READY, HealthServlet.LIVE})
@HttpWhiteboardServletAsyncSupported
public final class HealthServlet extends HttpServlet implements Face {
    static final String PATTERN = "/health";
    static final String READY = "/health/ready";
    static final String LIVE = "/health/live";

    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final transient Readiness readiness;
    private final transient Liveness liveness;

    @Activate
    public HealthServlet(
            @Reference(name = "readiness") Readiness readiness, @Reference(name = "liveness") Liveness liveness) {
        this.readiness = readiness;
        this.liveness = liveness;
    }

    @Override
    public List<String> paths() {
        return List.of(PATTERN, READY, LIVE);
    }

    /** Load balancers show no token; they ask by address. */
    @Override
    public Terms terms(String method, String path) {
        return Terms.open();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (Admission.of(request).isEmpty()) {
            Refusal.NOBODY_AT_THE_GATE.write(response, Form.TEXT);
            return;
        }
        var health = request.getServletPath().equals(LIVE) ? liveness.check() : readiness.check();
        response.setStatus(health.up() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        Responses.finish(request.startAsync(), JSON.writeValueAsBytes(health));
    }
}
