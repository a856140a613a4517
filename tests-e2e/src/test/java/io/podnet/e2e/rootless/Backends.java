// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import io.podnet.base.Backend;
import io.podnet.rootless.spi.PortForwarder;
import io.podnet.rootless.spi.UserStack;
import java.util.ServiceLoader;

/** The backends that come with podnet, as anybody finds them. */
final class Backends {
    private Backends() {}

    static UserStack stack(String name) {
        return named(name, ServiceLoader.load(UserStack.class));
    }

    static PortForwarder forwarder(String name) {
        return named(name, ServiceLoader.load(PortForwarder.class));
    }

    private static <T extends Backend> T named(String name, ServiceLoader<T> all) {
        return all.stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
