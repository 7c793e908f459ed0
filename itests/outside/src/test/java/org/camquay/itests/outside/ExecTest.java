// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.camquay.itests.harness.Launched;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SharedDemo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code camquay exec} against a running server. */
@ExtendWith(SharedDemo.class)
class ExecTest {
    @Test
    void exec_ofGoodCommand_endsWithZero(Product product) {
        var done = exec(product, "listStreams");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("\"SUCCESS\"", "\"demo\"");
    }

    @Test
    void exec_inAnyLetterCase_isUnderstood(Product product) {
        assertThat(exec(product, "GETSTREAMINFO", "LocalStreamName=demo").code())
                .isZero();
    }

    @Test
    void exec_ofFailingCommand_endsWithOne(Product product) {
        var done = exec(product, "getStreamInfo", "localStreamName=nowhere");
        assertThat(done.code()).isEqualTo(1);
        assertThat(done.out()).contains("\"FAIL\"", "nowhere");
    }

    @Test
    void exec_ofUnknownCommand_endsWithOne(Product product) {
        assertThat(exec(product, "flyAway").code()).isEqualTo(1);
    }

    @Test
    void exec_withoutServer_saysSo() {
        var done = Launched.run("exec", "--port", "1", "listStreams");
        assertThat(done.code()).isEqualTo(1);
        assertThat(done.err()).contains("no server at http://127.0.0.1:1/");
    }

    @Test
    void exec_ofNonsense_endsWithTwo() {
        assertThat(Launched.run("exec").code()).isEqualTo(2);
        assertThat(Launched.run("exec", "listStreams", "nonsense").code()).isEqualTo(2);
    }

    private static Launched exec(Product product, String... words) {
        var all = new java.util.ArrayList<>(java.util.List.of("exec", "--port", "" + product.port()));
        all.addAll(java.util.List.of(words));
        return Launched.run(all.toArray(String[]::new));
    }
}
