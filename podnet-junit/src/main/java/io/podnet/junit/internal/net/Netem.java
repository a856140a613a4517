// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.net;

import io.podnet.base.Availability;
import io.podnet.base.PodnetException;
import io.podnet.netns.LinkName;
import io.podnet.netns.Netns;
import java.time.Duration;

/** Whether this kernel can delay packets, tc-netem(8). */
public final class Netem {
    static final String MISSING =
            "this kernel has no netem (CONFIG_NET_SCH_NETEM; some distributions keep it in a package of extra modules)";

    private Netem() {}

    /** Tries it, in a namespace of its own; the kernel loads the module if there is one. */
    public static Availability probe() {
        try (Ground ground = Ground.open();
                Netns namespace = ground.createNamespace()) {
            String delay = Shaping.write(LinkName.LOOPBACK, Faults.NONE.withDelay(Duration.ofMillis(1)));
            Tool.run(namespace, "cannot try netem", "iproute2", delay, "tc", "-batch", "-");
            return Availability.available("netem");
        } catch (PodnetException e) {
            return Availability.unavailable(isMissing(e) ? MISSING : e.getMessage(), e);
        }
    }

    /** The kernel's own words (sch_api.c), by way of tc; an old tc says ENOENT instead. */
    static boolean isMissing(PodnetException failure) {
        return failure.getMessage().contains("qdisc kind is unknown")
                || failure.getMessage().contains("No such file or directory");
    }
}
