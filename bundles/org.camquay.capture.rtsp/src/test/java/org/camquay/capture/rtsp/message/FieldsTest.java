// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RTP/AVP/TCP;unicast;interleaved=8-9|true|8|9|-1|-1",
                "RTP/AVP/TCP;unicast;interleaved=4|true|4|5|-1|-1",
                "RTP/AVP;unicast;client_port=1-2;interleaved=0-1|true|0|1|-1|-1",
                "RTP/AVP;unicast;client_port=1000-1001;server_port=6970-6971;ssrc=1234|false|-1|-1|6970|6971",
                "RTP/AVP/UDP; unicast; Server_Port = 6970 |false|-1|-1|6970|6971",
                "RTP/AVP;server_port=99999-1;interleaved=300-301|true|-1|-1|-1|-1",
                "''|false|-1|-1|-1|-1"
            })
    void transport_asCamerasWriteIt_isRead(String value, boolean tcp, int channel, int rtcp, int port, int rtcpPort) {
        var read = Transport.parse(value);
        assertThat(read.tcp()).isEqualTo(tcp);
        assertThat(new int[] {read.channel(), read.rtcpChannel(), read.port(), read.rtcpPort()})
                .containsExactly(channel, rtcp, port, rtcpPort);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12345678|12345678|60",
                "abc;timeout=30|abc|30",
                "abc; Timeout = 15 |abc|15",
                "abc;timeout=|abc|60",
                "abc;timeout=99999999999999|abc|60",
                ";|''|60"
            })
    void session_asCamerasWriteIt_isRead(String value, String id, int timeout) {
        assertThat(SessionId.parse(value)).isEqualTo(new SessionId(id, timeout));
    }
}
