// SPDX-License-Identifier: Apache-2.0
package com.example.onepod;

import io.podnet.api.PodSpec;
import io.podnet.api.Podnet;
import io.podnet.api.RunningPod;
import io.podnet.base.PortMapping;

/** A pod with a published port, for as long as a command runs in it. */
public class OnePod {
    public static void main(String[] args) throws Exception {
        PodSpec web = PodSpec.builder()
                .name("web")
                .publish(PortMapping.tcp(8080, 80))
                .build();
        try (Podnet podnet = Podnet.open();
                RunningPod pod = podnet.run(web)) { // on the default network, which is made if it is not there
            pod.pod().info().attachments().forEach(each -> System.out.println(each.ifName() + " " + each.addresses()));
            pod.exec(new ProcessBuilder(args).inheritIO()).waitFor();
        } // nothing of the pod stays, and if this process is killed, the next one removes it
    }
}
