// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.camquay.api.control.CommandParameter.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandArgumentsTest {
    private static final List<CommandParameter> TAKES = List.of(
            CommandParameter.mandatory("ersPort", Type.PORT, "the server's port"),
            CommandParameter.optional("keepAlive", Type.BOOLEAN, "1", "whether to come back"),
            CommandParameter.optional("token", Type.SECRET, "", "the access token"));

    @Test
    void of_namesInOtherCase_areMatched() throws CommandException {
        var arguments = CommandArguments.of(TAKES, Map.of("ERSPORT", "4545", "KeepAlive", "false"));
        assertThat(arguments.port("ersPort")).isEqualTo(4545);
        assertThat(arguments.flag("keepAlive")).isFalse();
    }

    @Test
    void of_absentOptional_hasItsDefault() throws CommandException {
        var arguments = CommandArguments.of(TAKES, Map.of("ersPort", "1", "_mine", "kept"));
        assertThat(arguments.flag("keepAlive")).isTrue();
        assertThat(arguments.has("token")).isFalse();
        assertThat(arguments.text("_mine")).isEqualTo("kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "x", "4545x", "99999999999999999999"})
    void of_portOutOfRange_isRefusedByName(String port) {
        assertThatThrownBy(() -> CommandArguments.of(TAKES, Map.of("ersPort", port)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("ersPort")
                .hasMessageContaining("1 to 65535");
    }

    @Test
    void of_missingMandatory_isRefusedByName() {
        assertThatThrownBy(() -> CommandArguments.of(TAKES, Map.of())).hasMessageContaining("'ersPort' is missing");
    }

    @Test
    void of_unknownName_isRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> CommandArguments.of(TAKES, Map.of("ersPort", "1", "port", "2")))
                .hasMessageContaining("unknown parameter 'port'")
                .hasMessageContaining("ersPort, keepAlive, token");
    }

    @Test
    void of_booleanInWordsOfNeitherKind_isRefused() {
        assertThatThrownBy(() -> CommandArguments.of(TAKES, Map.of("ersPort", "1", "keepAlive", "maybe")))
                .hasMessageContaining("use true or false");
    }
}
