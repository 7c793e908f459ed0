// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.camquay.capture.rtsp.auth.Authorization.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationTest {
    private static final String SHA_256 = "Digest realm=\"cam\", nonce=\"n1\", algorithm=SHA-256";
    private static final String MD5 = "Digest realm=\"cam\", nonce=\"n1\", algorithm=\"MD5\"";

    private static Authorization of(String user, String password, String nonce) {
        return new Authorization(Optional.of(new Credentials(user, password)), () -> nonce);
    }

    private final Authorization login = of("cam", "s3cret", "c1");

    /** The examples of RFC 7616 §3.9.1, and of RFC 2617 §3.5. */
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void digest_ofTheStandardsExample_isItsAnswer(String algorithm, String response) {
        var mufasa = of("Mufasa", "Circle of Life", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
        var verdict = mufasa.refused(
                List.of("Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=" + algorithm
                        + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                        + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""),
                0);
        assertThat(verdict).isEqualTo(Verdict.AGAIN);
        assertThat(mufasa.field("GET", "/dir/index.html").orElseThrow())
                .contains("response=\"" + response + "\"")
                .contains("qop=auth, nc=00000001, cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\"")
                .contains("algorithm=" + algorithm)
                .contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
        assertThat(mufasa.field("GET", "/").orElseThrow()).contains("nc=00000002");
    }

    /** The example of RFC 7616 §3.9.2, whose user is told as a hash. */
    @Test
    void digest_withUserHash_hidesTheUser() {
        var user = of("J\u00e4s\u00f8n Doe", "Secret, or not?", "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm");
        user.refused(
                List.of("Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256,"
                        + " nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\","
                        + " opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8, userhash=true"),
                0);
        assertThat(user.field("GET", "/doe.json").orElseThrow())
                .contains("userhash=true")
                .doesNotContain("Doe")
                .contains(
                        "username=\"" + DigestAlgorithm.SHA_512_256.hash("J\u00e4s\u00f8n Doe:api@example.org") + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Digest realm=\"a, b=\\\"c\\\"\", nonce=\"n\"|digest",
                "digest nonce=n,realm=r , algorithm=md5|digest",
                "Basic realm=\"x\", Digest realm=\"y\", nonce=\"n\", algorithm=SHA256|basic digest",
                "Negotiate, NTLM abc, Basic realm=x|negotiate ntlm abc basic",
                "=,,\"|''"
            })
    void challenges_asCamerasWriteThem_areRead(String field, String schemes) {
        assertThat(Challenge.parse(List.of(field)).stream().map(Challenge::scheme))
                .containsExactly(schemes.isEmpty() ? new String[0] : schemes.split(" "));
    }

    @Test
    void realm_withQuotes_isReadAndWritten() {
        login.refused(List.of("Digest realm=\"IP \\\"A\\\"\", nonce=\"n\""), 0);
        assertThat(login.field("PLAY", "rtsp://c/").orElseThrow()).contains("realm=\"IP \\\"A\\\"\"");
    }

    @Test
    void strongest_isAnswered_inWhateverOrder() {
        for (var fields : List.of(List.of(SHA_256, MD5), List.of(MD5, SHA_256), List.of(MD5 + ", " + SHA_256))) {
            var each = of("cam", "s3cret", "c");
            assertThat(each.refused(fields, 0)).isEqualTo(Verdict.AGAIN);
            assertThat(each.field("PLAY", "rtsp://c/").orElseThrow()).contains("algorithm=SHA-256");
        }
    }

    @Test
    void weaker_isTriedOnce_whereTheStrongerIsRefused() {
        var both = List.of(SHA_256, MD5);
        login.refused(both, 0);
        assertThat(login.refused(both, 1)).isEqualTo(Verdict.AGAIN);
        assertThat(login.field("PLAY", "rtsp://c/").orElseThrow()).contains("algorithm=MD5");
        assertThat(login.refused(both, 2)).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void wrongPassword_isRefused_afterOneTry() {
        assertThat(login.refused(List.of(MD5), 0)).isEqualTo(Verdict.AGAIN);
        assertThat(login.refused(List.of(MD5.replace("n1", "n2")), 1)).isEqualTo(Verdict.REFUSED);
        var basic = of("cam", "s3cret", "c");
        assertThat(basic.refused(List.of("Basic realm=x"), 0)).isEqualTo(Verdict.AGAIN);
        assertThat(basic.field("PLAY", "")).contains("Basic Y2FtOnMzY3JldA==");
        assertThat(basic.refused(List.of("Basic realm=x"), 1)).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void nonce_thatHasRunOut_isReplaced_saidOrNot() {
        login.refused(List.of(MD5), 0);
        login.accepted();
        assertThat(login.refused(List.of(MD5.replace("n1", "n2")), 1)).isEqualTo(Verdict.AGAIN);
        assertThat(login.field("PLAY", "rtsp://c/").orElseThrow()).contains("nonce=\"n2\"");
        assertThat(login.refused(List.of(MD5.replace("n1", "n3") + ", stale=true"), 2))
                .isEqualTo(Verdict.AGAIN);
        assertThat(login.refused(List.of(MD5 + ", stale=\"FALSE\""), 3)).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void nonce_thatIsAlwaysStale_endsSomeWhen() {
        var verdict = Verdict.AGAIN;
        int tries = 0;
        while (verdict == Verdict.AGAIN && tries < 100) {
            verdict = login.refused(List.of(MD5 + ", stale=true"), tries++);
        }
        assertThat(tries).isLessThan(10);
    }

    @Test
    void noUser_isSaid() {
        var nobody = new Authorization(Optional.empty(), () -> "c");
        assertThat(nobody.refused(List.of(MD5), 0)).isEqualTo(Verdict.NO_USER);
        assertThat(nobody.field("PLAY", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Negotiate", "Digest realm=r, nonce=n, algorithm=SHA-3", "Digest realm=r, nonce=n, qop=odd", ""})
    void login_thatWeDoNotHave_isUnknown(String field) {
        assertThat(login.refused(List.of(field), 0)).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void basic_isNotUsed_whereDigestIsOffered() {
        login.refused(List.of("Basic realm=x", MD5), 0);
        assertThat(login.field("PLAY", "").orElseThrow()).startsWith("Digest");
        assertThat(login.refused(List.of("Basic realm=x", MD5), 1)).isEqualTo(Verdict.REFUSED);
        var odd = of("cam", "s3cret", "c");
        odd.refused(List.of("Digest realm=r, nonce=n, algorithm=SHA-3", "Basic realm=x"), 0);
        assertThat(odd.field("PLAY", "").orElseThrow()).startsWith("Basic");
    }

    @Test
    void session_hashesTheSecretOnce() {
        login.refused(List.of("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5-sess"), 0);
        var md5 = DigestAlgorithm.MD5;
        var secret = md5.hash(md5.hash("cam:r:s3cret") + ":n:c1");
        var response = md5.hash(secret + ":n:00000001:c1:auth:" + md5.hash("PLAY:rtsp://c/"));
        assertThat(login.field("PLAY", "rtsp://c/").orElseThrow()).contains("response=\"" + response + "\"");
    }
}
