// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import io.podnet.base.PortMapping;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.nativeplugins.NativePlugins;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A program that dies in the middle of a verb, for {@link CrashTest}. */
final class Victim {
    static final Attachment ATTACHMENT = Attachment.builder("victim", Plugins.file("crash"))
            .portMappings(List.of(PortMapping.tcp(8080, 80), PortMapping.tcp(8081, 81)))
            .build();

    private Victim() {}

    /**
     * Does ADD or DEL and dies before a step, without a chance to clean up.
     *
     * @param arguments the verb, the configuration, the number of the step; prints each step
     */
    public static void main(String[] arguments) {
        int last = Integer.parseInt(arguments[2]);
        AtomicInteger step = new AtomicInteger();
        CniClient cni = CniClient.builder()
                .invokers(List.of(NativePlugins.builder()
                        .steps(what -> {
                            System.out.println(what);
                            System.out.flush();
                            if (step.getAndIncrement() == last) {
                                // As dead as by a kill -9: no hook, no finally.
                                Runtime.getRuntime().halt(137);
                            }
                        })
                        .build()))
                .build();
        NetworkConfigList network = NetworkConfigList.parse(arguments[1]);
        if (arguments[0].equals("ADD")) {
            cni.add(network, ATTACHMENT);
        } else {
            cni.delete(network, ATTACHMENT);
        }
    }
}
