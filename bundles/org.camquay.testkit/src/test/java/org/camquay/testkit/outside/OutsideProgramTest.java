// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class OutsideProgramTest {
    private final OutsideProgram shell = OutsideProgram.of("a shell", "dash", "hello", "sh", "-c", "echo hello");
    private final OutsideProgram missing = OutsideProgram.of("nothing", "no-package", ".", "no-such-program-anywhere");
    private String required;

    @BeforeEach
    void remember() {
        required = System.getProperty(Skip.REQUIRE, "");
    }

    @AfterEach
    void restore() {
        System.setProperty(Skip.REQUIRE, required);
    }

    @Test
    void require_whatWorks_goesOn() {
        shell.require();
        assertThat(shell.isThere()).isTrue();
        assertThat(shell.path()).isExecutable();
    }

    @Test
    void require_whatIsMissing_skipsByNameAndPackage() {
        System.setProperty(Skip.REQUIRE, "");
        assertThat(missing.isThere()).isFalse();
        assertThatThrownBy(() -> OutsideProgram.require(shell, missing))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("nothing (Debian: no-package) is not installed");
    }

    @Test
    void require_whatIsMissingWhereAllIsRequired_fails() {
        System.setProperty(Skip.REQUIRE, "all");
        assertThatThrownBy(missing::require).isInstanceOf(AssertionError.class).hasMessageContaining("nothing");
        assertThatThrownBy(missing::isThere).isInstanceOf(AssertionError.class);
    }

    @Test
    void start_afterOneThatFailed_isNotTriedAgain() throws Exception {
        var tries = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> shell.start(() -> {
                        tries.incrementAndGet();
                        throw new AssertionError("no line within 60 s");
                    }))
                    .hasMessageContaining("a shell did not start")
                    .hasMessageContaining("no line within 60 s");
        }
        assertThat(tries).hasValue(1);
    }

    @Test
    void start_thatIsSkipped_isNoFailure() {
        assertThatThrownBy(() -> shell.start(() -> {
                    throw new TestAbortedException("skipped");
                }))
                .isInstanceOf(TestAbortedException.class);
        assertThat(shell.<Integer>start(() -> 7)).isEqualTo(7);
    }
}
