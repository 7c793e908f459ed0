// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {
    private final Forwarding forwarding = new Forwarding(List.of(
            AddressRange.parse("10.0.0.0/8").orElseThrow(),
            AddressRange.parse("2001:db8:1::/48").orElseThrow()));

    private String seen(String from, String... headers) {
        var direct = new Caller(from, "http", "inside");
        return forwarding
                .client(
                        direct,
                        name -> Arrays.stream(headers)
                                .filter(header -> header.startsWith(name + ": "))
                                .map(header -> header.substring(name.length() + 2))
                                .toList())
                .map(caller -> caller.address() + " " + caller.scheme() + " " + caller.host())
                .orElse("refused");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            198.51.100.1 | Forwarded: for=192.0.2.1;host=evil;proto=https | 198.51.100.1 http inside
            198.51.100.1 | X-Forwarded-For: 127.0.0.1                     | 198.51.100.1 http inside
            10.0.0.1     | Forwarded: for=192.0.2.1;host=cam;proto=https  | 192.0.2.1 https cam
            10.0.0.1     | Forwarded: For="192.0.2.1:4711"; Host="cam:1"  | 192.0.2.1 http cam:1
            10.0.0.1     | Forwarded: for="[2001:db8::1]:4711"            | 2001:db8:0:0:0:0:0:1 http inside
            10.0.0.1     | Forwarded: for=127.0.0.1, for=192.0.2.1        | 192.0.2.1 http inside
            10.0.0.1     | Forwarded: for=192.0.2.1;host=a, for=10.1.1.1;host=b | 192.0.2.1 http a
            10.0.0.1     | Forwarded: for=192.0.2.1;host=a, for=10.1.1.1  | 192.0.2.1 http a
            10.0.0.1     | Forwarded: for=192.0.2.9, for=_hidden;host=a   | 10.0.0.1 http a
            10.0.0.1     | Forwarded: for=unknown;proto=https             | 10.0.0.1 https inside
            10.0.0.1     | Forwarded: for=192.0.2.1;proto=gopher          | refused
            10.0.0.1     | Forwarded: for="a,b;c";host=x                  | 10.0.0.1 http x
            10.0.0.1     | X-Forwarded-For: 127.0.0.1, 192.0.2.1          | 192.0.2.1 http inside
            10.0.0.1     | X-Forwarded-For: 192.0.2.1, 10.9.9.9           | 192.0.2.1 http inside
            10.0.0.1     | X-Forwarded-For: 10.9.9.9                      | 10.9.9.9 http inside
            10.0.0.1     | X-Forwarded-Proto: https                       | 10.0.0.1 https inside
            2001:db8:1::5 | X-Forwarded-For: 2001:db8::7                  | 2001:db8:0:0:0:0:0:7 http inside
            2001:db8:2::5 | X-Forwarded-For: 2001:db8::7                  | 2001:db8:2::5 http inside
            10.0.0.1     | X-Forwarded-For: nonsense                      | 10.0.0.1 http inside
            """)
    void client_behindProxies_isTheFirstHopThatIsNotTrusted(String from, String header, String client) {
        assertThat(seen(from, header)).isEqualTo(client);
    }

    @Test
    void client_headersInSeveralLines_areOneList() {
        assertThat(seen("10.0.0.1", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-For: 192.0.2.1"))
                .isEqualTo("192.0.2.1 http inside");
        assertThat(seen(
                        "10.0.0.1",
                        "X-Forwarded-For: 192.0.2.1, 10.0.0.2",
                        "X-Forwarded-Host: cam",
                        "X-Forwarded-Proto: HTTPS"))
                .isEqualTo("192.0.2.1 https cam");
    }

    /** The proxy writes one of them; the other is the client's own. */
    @Test
    void client_bothFamilies_mustAgree() {
        assertThat(seen("10.0.0.1", "X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1"))
                .isEqualTo("192.0.2.1 http inside");
        assertThat(seen("10.0.0.1", "X-Forwarded-For: 192.0.2.1", "Forwarded: for=127.0.0.1"))
                .isEqualTo("refused");
        assertThat(seen("10.0.0.1", "X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1;host=localhost"))
                .isEqualTo("refused");
        assertThat(seen("10.0.0.1", "X-Forwarded-For: " + "1.1.1.1,".repeat(500)))
                .isEqualTo("refused");
    }

    @Test
    void client_randomHeaders_neverHarm() {
        var random = new Random(27);
        String letters = "for=host;proto,\"\\[]:.0123456789abc%_ ";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            String name = i % 2 == 0 ? "Forwarded: for=" : "X-Forwarded-For: ";
            assertThat(seen("10.0.0.1", name + text)).isNotEmpty();
        }
    }
}
