// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.podnet.testkit.RequiresKernel;
import io.podnet.testkit.RequiresRoot;
import io.podnet.testkit.RequiresTool;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Asks for what is there and for what cannot be there. */
class RequirementsTest {
    static class Met {
        @Test
        @RequiresRoot
        void root() {}

        @Test
        @RequiresTool({"ip", "/bin/sh"})
        void tools() {}

        @Test
        @RequiresKernel(
                version = "4.18",
                links = {"veth", "bridge", "macvlan"})
        void kernel() {}
    }

    static class NotMet {
        @Test
        @RequiresTool({"ip", "no-such-program"})
        void tools() {}

        @Test
        @RequiresKernel(version = "99.1")
        void version() {}

        @Test
        @RequiresKernel(links = {"veth", "nosuchkind"})
        void links() {}
    }

    @Test
    void whatIsMetLetsATestRun() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Met.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(3));
    }

    @Test
    void whatIsNotMetSkipsATestOrFailsItOnAServer() {
        var events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(NotMet.class))
                .execute()
                .testEvents();
        if ("true".equals(System.getenv("CI"))) {
            events.assertStatistics(statistics -> statistics.failed(3));
        } else {
            assertThat(events.skipped().stream().map(event -> event.getRequiredPayload(String.class)))
                    .containsExactlyInAnyOrder(
                            "needs the program no-such-program",
                            "needs Linux 99.1",
                            "needs a kernel with links of kind nosuchkind");
        }
    }
}
