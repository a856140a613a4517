// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.nativeplugins;

import io.podnet.base.IpPrefix;
import io.podnet.netns.LinkName;
import io.podnet.netns.Namespaces;
import io.podnet.netns.NetnsName;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.RtNetlink;
import io.podnet.netns.linux.Syscalls;
import java.nio.file.Path;

/** The namespace of a pod; making and removing it is not measured. */
record PodSpace(Namespaces namespaces, int number) {
    static final int HOST_PORT = 10_000;

    private static final int LAST = 60_000;

    PodSpace make() {
        namespaces.create(name()).close();
        return this;
    }

    void remove() {
        namespaces.remove(name());
    }

    NetnsName name() {
        return NetnsName.of("bench-" + number);
    }

    Path file() {
        return namespaces.directory().resolve(name().value());
    }

    String id() {
        return "%064x".formatted(number + 1);
    }

    int hostPort() {
        return HOST_PORT + number;
    }

    /** Where a way wants to be told: the first address is the gateway's. */
    IpPrefix address() {
        int host = number + 2;
        return IpPrefix.parse("10.77." + host / 256 + "." + host % 256 + "/16");
    }

    /**
     * Waits until the kernel has taken apart all namespaces that were removed, which it does in the order of their ends, in a
     * thread that keeps others from changing links meanwhile.
     */
    static void awaitEnds(Namespaces namespaces) throws InterruptedException {
        LinkName link = LinkName.of("bench-last");
        PodSpace last = new PodSpace(namespaces, LAST).make();
        try (RtNetlink host = RtNetlink.open()) {
            try (Descriptor netns = Syscalls.open(last.file(), Syscalls.O_RDONLY, 0)) {
                host.links()
                        .createVeth(
                                LinkSettings.named(link),
                                LinkSettings.named(link).netns(netns));
            }
            last.remove();
            while (host.links().find(link).isPresent()) {
                Thread.sleep(50);
            }
        }
    }
}
