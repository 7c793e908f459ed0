// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.camquay.api.control.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriParameterTest {
    private static URI parse(String text) throws CommandException {
        return UriParameter.parse("uri", text);
    }

    @ParameterizedTest
    @CsvSource({"#,%23", "/,%2F", "?,%3F"})
    void parse_passwordOrUserWithADelimiter_isRefusedNamingItAndHowToWriteIt(String c, String written) {
        for (String user :
                new String[] {"admin:se%scret", "ad%smin:secret", "admin:12%s34", "a%s", "admin:p@%sw", "%s:"}) {
            assertThatThrownBy(() -> parse("rtsp://" + user.formatted(c) + "@camera:554/live"))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("'" + c + "'")
                    .hasMessageContaining(written)
                    .hasMessageNotContaining("secret")
                    .hasMessageNotContaining("admin");
        }
    }

    @Test
    void parse_atInThePassword_isTakenAsPartOfIt() throws Exception {
        var uri = parse("rtsp://admin:p@ss@w@camera:554/live?x=1");
        assertThat(uri.getHost()).isEqualTo("camera");
        assertThat(uri.getPort()).isEqualTo(554);
        assertThat(uri.getUserInfo()).isEqualTo("admin:p@ss@w");
        assertThat(uri.getRawUserInfo()).isEqualTo("admin:p%40ss%40w");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://admin:a:b!$&'()*+,;=-._~%23%2F%3F@camera/live",
                "rtsp://admin:p%40ss@camera/live#transport=udp",
                "rtsp://camera/live?mail=a%40b",
                "file:///clips/a@b.mp4",
                "test:bars?size=640x360",
                "v4l2:/dev/video0",
                "rtsp://ädmin:pässwort@camera/live"
            })
    void parse_anythingElse_staysAsItIs(String text) throws Exception {
        assertThat(parse(text)).isEqualTo(new URI(text));
    }

    @ParameterizedTest
    @CsvSource({"'p w',%XX", "p%w,%25", "p\\w,%XX", "p\"w,%XX", "p<w,%XX", "p^w,%XX", "p[w,%XX"})
    void parse_whatNoUriHas_isRefusedWithTheRemedyAndWithoutThePassword(String password, String remedy) {
        assertThatThrownBy(() -> parse("rtsp://admin:" + password + "@camera/live"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(remedy)
                .hasMessageNotContaining(password)
                .hasMessageNotContaining("admin");
    }
}
