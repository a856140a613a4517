// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.nativeplugins;

import io.podnet.base.IpPrefix;
import io.podnet.netns.Namespaces;
import io.podnet.netns.NetnsName;
import java.nio.file.Path;

/** The namespace of a pod; making and removing it is not measured. */
record PodSpace(Namespaces namespaces, int number) {
    static final int HOST_PORT = 10_000;

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
}
