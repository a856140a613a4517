// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.PluginReply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A program that leases addresses as fast as it can, for {@link HostLocalRaceTest}. */
final class LeaseRacer {
    static final String CONFIG = "{\"cniVersion\":\"1.0.0\",\"name\":\"race\",\"type\":\"host-local\",\"ipam\":"
            + "{\"type\":\"host-local\",\"ranges\":[[{\"subnet\":\"10.64.0.0/16\"}],[{\"subnet\":\"fd64::/64\"}]]}}";

    private LeaseRacer() {}

    static PluginCall call(CniVerb verb, String id) {
        return new PluginCall(
                "host-local",
                verb,
                id,
                "/run/netns/race",
                "eth0",
                "",
                List.of(),
                Map.of(),
                CONFIG,
                Duration.ofSeconds(30));
    }

    /**
     * Leases.
     *
     * @param arguments what container ids begin with; how many; the file to wait for
     */
    public static void main(String[] arguments) throws Exception {
        PluginInvoker invoker = NativePlugins.builder().build();
        System.out.println("ready");
        while (!Files.exists(Path.of(arguments[2]))) {
            Thread.sleep(1);
        }
        int count = Integer.parseInt(arguments[1]);
        for (int i = 0; i < count; i++) {
            String id = arguments[0] + i;
            PluginReply reply = invoker.invoke(call(CniVerb.ADD, id));
            if (!reply.succeeded()) {
                throw new IllegalStateException(reply.stdout());
            }
            CniResult.parse(reply.stdout()).ips().forEach(ip -> System.out.println(ip.address()));
            // Some come and go, so that files vanish and addresses come back while the others look.
            if (i % 5 == 4) {
                invoker.invoke(call(CniVerb.DEL, id));
                System.out.println("released");
                System.out.println("released");
            }
        }
    }
}
