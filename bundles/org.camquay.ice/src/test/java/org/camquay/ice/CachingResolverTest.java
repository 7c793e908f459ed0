// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.camquay.testkit.FakeEventLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks is told later, whatever is known: a listener that is called while it is registered is called too early. */
final class CachingResolverTest {
    private final FakeEventLoop loop = new FakeEventLoop();
    private final List<HostResolver.Resolution> found = new ArrayList<>();
    private int lookups;

    @Test
    void lookUp_throwsAnError_isAFailureLikeAnyOther() {
        var resolver = new CachingResolver(
                Runnable::run,
                host -> {
                    throw new NoClassDefFoundError("on purpose");
                },
                loop::nanoTime);
        for (int i = 0; i < 2; i++) {
            resolver.resolve("good.example", loop, found::add);
            loop.run();
        }
        assertThat(found)
                .hasSize(2)
                .allSatisfy(resolution -> assertThat(resolution.failure())
                        .contains("good.example")
                        .contains("on purpose"));
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        lookups++;
        if (host.startsWith("dead")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "good.example", "dead.example"})
    void name_thatIsKnownAlready_isToldAfterTheCall(String host) {
        var resolver = new CachingResolver(Runnable::run, this::lookUp, loop::nanoTime);
        for (int i = 1; i <= 3; i++) {
            resolver.resolve(host, loop, found::add);
            assertThat(found).hasSize(i - 1);
            loop.run();
            assertThat(found).hasSize(i);
        }
        assertThat(found.get(2).addresses().isEmpty()).isEqualTo(host.startsWith("dead"));
        assertThat(lookups).isLessThanOrEqualTo(1);
    }
}
