// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import io.podnet.api.Pod;
import io.podnet.api.PodNetwork;
import io.podnet.api.PodSpec;
import io.podnet.api.Podnet;
import io.podnet.base.PodnetException;
import io.podnet.base.PortMapping;
import java.nio.file.Path;
import java.util.List;

/** A program that does everything to pods that can be done, for {@link CrashTest}. */
final class Worker {
    private Worker() {}

    /**
     * Works.
     *
     * @param arguments the directory of configurations; the pod's name; its host port; "once" or "forever"
     */
    public static void main(String[] arguments) throws Exception {
        try (Podnet podnet = Podnet.builder()
                .configDirectory(Path.of(arguments[0]))
                .pluginPath(List.of(PodFixture.DISTRIBUTION))
                .open()) {
            System.out.println("ready");
            do {
                try {
                    live(podnet, arguments[1], Integer.parseInt(arguments[2]));
                } catch (PodnetException e) {
                    // The other worker, or what its predecessor left, is in the way: to be cleaned up by who watches.
                    System.out.println("failed: " + e.getMessage());
                }
            } while (arguments[3].equals("forever"));
            System.out.println("done");
        }
    }

    private static void live(Podnet podnet, String name, int port) throws Exception {
        Pod pod = podnet.create(PodSpec.builder()
                .name(name)
                .network("blue")
                .publish(PortMapping.tcp(port, 80))
                .build());
        pod.start();
        pod.connect(PodNetwork.of("green"));
        pod.reload();
        pod.disconnect("green", false);
        pod.stop();
        pod.remove();
    }
}
