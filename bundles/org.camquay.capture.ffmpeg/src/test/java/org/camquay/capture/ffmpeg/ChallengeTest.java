// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cameras write into {@code WWW-Authenticate}; {@code |} stands for the next header. */
final class ChallengeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '§',
            value = {
                "Digest realm=\"IP Camera(A1)\", nonce=\"ab=\", stale=\"FALSE\"; Digest MD5; true",
                "Digest realm=\"a, b c\", nonce=\"x\", algorithm=MD5; Digest MD5; true",
                "Digest realm=\"a\",nonce=\"x\",algorithm=\"SHA-256\"; Digest SHA-256; false",
                "digest realm=\"a\", nonce=\"x\", algorithm=sha-256-sess; Digest SHA-256-SESS; false",
                "Digest nonce=\"x\", algorithm=MD5|Digest nonce=\"x\", algorithm=SHA-256;"
                        + " Digest MD5, Digest SHA-256; false",
                "Digest nonce=\"x\", algorithm=SHA-256|Digest nonce=\"x\"; Digest SHA-256, Digest MD5; true",
                "Digest nonce=\"x\", algorithm=SHA-256, Digest nonce=\"y\", algorithm=MD5;"
                        + " Digest SHA-256, Digest MD5; true",
                "Basic realm=\"a\"; Basic; true",
                "Basic; Basic; true",
                "Basic realm=\"a\"|Digest nonce=\"x\", algorithm=SHA-256; Basic, Digest SHA-256; false",
                "Negotiate; Negotiate; false",
                "Negotiate, Basic realm=\"a\"; Negotiate, Basic; true",
                "Bearer realm=\"a\"; Bearer; false"
            })
    void parse_ofWhatCamerasWrite_findsEachScheme(String headers, String schemes, boolean answered) {
        var head = new StringBuilder("RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n");
        for (String header : headers.split("\\|")) {
            head.append("WWW-Authenticate: ").append(header).append("\r\n");
        }
        var challenge = Challenge.parse(head.append("Date: today\r\n\r\n").toString());
        assertThat(challenge.schemes()).isEqualTo(List.of(schemes.split(", ")));
        assertThat(challenge.answered()).isEqualTo(answered);
    }

    @ParameterizedTest
    @ValueSource(strings = {",a=", "a ", "\"", "a, ", "Digest algorithm=MD5, ", "\t", ", algorithm=", "=", "\\$1\"\""})
    void parse_ofALongHeader_isQuickAndBounded(String piece) {
        var challenge = Challenge.parse("WWW-Authenticate: " + piece.repeat(8_192 / piece.length()) + "\r\n\r\n");
        assertThat(challenge.schemes())
                .hasSizeLessThan(9)
                .allSatisfy(scheme -> assertThat(scheme).hasSizeLessThan(50));
    }
}
