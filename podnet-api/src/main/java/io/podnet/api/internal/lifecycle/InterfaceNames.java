// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodNetwork;
import io.podnet.base.InvalidValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Chooses names of interfaces: the lowest {@code ethN} that is free, where nobody named one. */
final class InterfaceNames {
    private InterfaceNames() {}

    static List<PodNetwork> choose(List<PodNetwork> networks) {
        Set<String> taken = new HashSet<>();
        for (PodNetwork each : networks) {
            each.interfaceName().ifPresent(name -> take(name, taken));
        }
        List<PodNetwork> named = new ArrayList<>();
        for (PodNetwork each : networks) {
            named.add(
                    each.interfaceName().isPresent()
                            ? each
                            : each.toBuilder().interfaceName(free(taken)).build());
        }
        return named;
    }

    private static void take(String name, Set<String> taken) {
        if (!taken.add(name)) {
            throw new InvalidValueException("interface name", name, "is used for more than one network of the pod");
        }
    }

    private static String free(Set<String> taken) {
        int number = 0;
        while (!taken.add("eth" + number)) {
            number++;
        }
        return "eth" + number;
    }
}
