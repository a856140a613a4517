// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.PodInfo;
import io.podnet.api.Podnet;
import io.podnet.base.IpAddresses;
import java.util.List;

/** What podnet's records say, as another process reads them. */
final class Records {
    private Records() {}

    static List<PodInfo> all() {
        try (Podnet podnet = Podnet.open()) {
            return podnet.pods();
        }
    }

    static PodInfo only() {
        List<PodInfo> pods = all();
        assertThat(pods).hasSize(1);
        return pods.get(0);
    }

    static String addressOf(PodInfo pod) {
        return IpAddresses.format(pod.attachments().get(0).addresses().get(0).address());
    }
}
