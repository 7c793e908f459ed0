// SPDX-License-Identifier: Apache-2.0
package org.camquay.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandParameter.Type;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.VersionEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The functions at Gogo's own command processor. */
class CommandFunctionTest {
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final ThreadIOImpl threads = new ThreadIOImpl();
    private CommandProcessorImpl processor;
    private CommandSession session;

    @BeforeEach
    void start() {
        threads.start();
        processor = new CommandProcessorImpl(threads);
        var out = new PrintStream(console, true, StandardCharsets.UTF_8);
        // In the product the log is not the session's.
        var log = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        session = processor.createSession(new ByteArrayInputStream(new byte[0]), out, log);
        for (Command command : List.of(new Echo(), new Broken())) {
            processor.addCommand(Shell.SCOPE, new CommandFunction(command.name(), command), command.name());
        }
    }

    @AfterEach
    void stop() {
        session.close();
        processor.stop();
        threads.stop();
    }

    @Test
    void execute_commandAsDocumented_getsItsArgumentsAndPrintsOnce() throws Exception {
        JsonNode reply = run("startWebRTC ersIP=127.0.0.1 ersPort=4545 roomID=demo");
        assertThat(reply.path("status").asText()).isEqualTo("SUCCESS");
        assertThat(reply.path("description").asText()).isEqualTo("127.0.0.1 4545 demo");
        assertThat(reply.path("data").path("product").asText()).isEqualTo("p");
    }

    @Test
    void execute_anyLetterCaseOrScope_isTheSame() throws Exception {
        for (String name : List.of("startwebrtc", "STARTWEBRTC", "camquay:startWebRTC")) {
            assertThat(run(name + " ersip=h ersport=1 roomid=r")
                            .path("description")
                            .asText())
                    .isEqualTo("h 1 r");
        }
    }

    @Test
    void execute_quotedValue_arrivesWhole() throws Exception {
        assertThat(run("startWebRTC ersIP=\"test:bars?size=1x1&fps=3\" ersPort=1 roomID=\"my room\"")
                        .path("description")
                        .asText())
                .isEqualTo("test:bars?size=1x1&fps=3 1 my room");
        assertThat(run("startWebRTC \"ersIP=a;b|c\" ersPort=1 roomID=r")
                        .path("description")
                        .asText())
                .isEqualTo("a;b|c 1 r");
    }

    @Test
    void execute_badInput_failsWithASentence() throws Exception {
        assertThat(failure("startWebRTC ersPort=0 roomID=r")).contains("from 1 to 65535");
        assertThat(failure("startWebRTC roomID=r x=1")).contains("unknown parameter 'x'");
        assertThat(failure("startWebRTC roomID=r ROOMID=s")).contains("given twice");
        assertThat(failure("startWebRTC roomID=r s3cret")).contains("word 2 is not key=value");
    }

    @Test
    void execute_commandThrows_failsWithoutItsDetails() throws Exception {
        assertThat(failure("broken")).contains("failed inside").doesNotContain("s3cret");
    }

    private String failure(String line) throws Exception {
        JsonNode reply = run(line);
        assertThat(reply.path("status").asText()).isEqualTo("FAIL");
        return reply.path("description").asText();
    }

    private JsonNode run(String line) throws Exception {
        console.reset();
        assertThat(session.execute(line)).isNull();
        return new ObjectMapper().readTree(console.toString(StandardCharsets.UTF_8));
    }

    private static final class Echo implements Command {
        @Override
        public String name() {
            return "startWebRTC";
        }

        @Override
        public String description() {
            return "Says what it was given";
        }

        @Override
        public List<CommandParameter> parameters() {
            return List.of(
                    CommandParameter.optional("ersIP", Type.STRING, "", ""),
                    CommandParameter.optional("ersPort", Type.PORT, "", ""),
                    CommandParameter.mandatory("roomID", Type.STRING, ""));
        }

        @Override
        public CommandReply execute(CommandArguments arguments) {
            return CommandReply.success(
                    arguments.text("ersIP") + " " + arguments.port("ersPort") + " " + arguments.text("roomID"),
                    new VersionEntry("p", "v", "j", "o"));
        }
    }

    private static final class Broken implements Command {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public String description() {
            return "Throws";
        }

        @Override
        public List<CommandParameter> parameters() {
            return List.of();
        }

        @Override
        public CommandReply execute(CommandArguments arguments) {
            throw new IllegalStateException("s3cret");
        }
    }
}
