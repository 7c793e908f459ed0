// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RedactionTest {
    static Stream<String> printable() {
        return IntStream.rangeClosed('!', '~').mapToObj(Character::toString);
    }

    private static String escaped(String c) {
        return String.format("%%%02X", (int) c.charAt(0));
    }

    @ParameterizedTest
    @MethodSource("printable")
    void uri_withThatCharacterInUserAndPassword_showsNeither(String c) {
        for (String written : new String[] {c, escaped(c)}) {
            for (String form : new String[] {
                "rtsp://us%sQX:pa%sZQ@camera/live",
                "rtsp:us%sQX:pa%sZQ@camera/live",
                "rtsp:///us%sQX:pa%sZQ@camera/live"
            }) {
                String shown = Redaction.of(String.format(form, written, written));
                assertThat(shown)
                        .doesNotContain("QX", "ZQ", "@")
                        .startsWith("rtsp:")
                        .endsWith("camera/live");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("printable")
    void sentence_withThatCharacterInThePassword_showsItInNoForm(String c) {
        var source = URI.create("rtsp://admin:pa" + escaped(c) + "ZQ@camera/live");
        String password = "pa" + c + "ZQ";
        for (String told : new String[] {
            "cannot open " + source + ": refused",
            "redirected to rtsp://admin:" + password + "@other/x, which is refused",
            "wrong login admin:" + password,
            "auth=admin:pa" + escaped(c) + "ZQ@camera"
        }) {
            assertThat(Redaction.of(told, source)).doesNotContain(password, "pa" + escaped(c) + "ZQ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rtsp://10.0.0.1/live?a=b | rtsp://10.0.0.1/live?a=b",
                "srt://cam:9000?mode=caller&passphrase=abc/d?e;f&latency=20 | srt://cam:9000?mode=caller&passphrase=***&latency=20",
                "srt://cam:9000?p%61ssphrase=abc | srt://cam:9000?p%61ssphrase=***",
                "srt://cam:9000?streamid=read:live:user:word | srt://cam:9000?streamid=***",
                "http://cam/snap?user=admin&pwd=geheim&size=4 | http://cam/snap?user=***&pwd=***&size=4",
                "http://cam/snap?x=1;token=geheim | http://cam/snap?x=1;token=***",
                "rtsp://cam/user=admin_password=tl_Jw_channel=1_stream=0.sdp | rtsp://cam/user=***_password=***_channel=1_stream=0.sdp",
                "rtsp://cam/user=admin&password=geheim&channel=1 | rtsp://cam/user=***&password=***&channel=1",
                "rtmp://cam/live/geheim?x=1 | rtmp://cam/live/***?x=1",
                "rtmp://cam/live | rtmp://cam/live",
                "file:///clips/a@b.mp4 | file:///clips/a@b.mp4",
                "test:bars?size=640x360 | test:bars?size=640x360"
            })
    void uri_withSecretsElsewhere_isShownWithoutThem(String uri, String shown) {
        assertThat(Redaction.of(uri)).isEqualTo(shown);
    }

    @Test
    void sentence_withoutSecrets_staysAsItIs() {
        var source = URI.create("rtsp://camera/live");
        String sentence =
                "rtsp://camera/live: no answer; check that the camera is on (100 % lost), mail admin@example.org";
        assertThat(Redaction.of(sentence, source)).isEqualTo(sentence);
        var weak = URI.create("rtsp://admin:camera@camera/live");
        assertThat(Redaction.of("the camera refuses the password", weak)).isEqualTo("the camera refuses the password");
    }
}
