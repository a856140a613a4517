// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.cni.CniRoute;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the routes of a configuration. */
public final class ConfigRoutes {
    /** The keys that are read, as a plugin names them. */
    public static final Set<String> KEYS = Set.of(
            "routes",
            "routes.dst",
            "routes.gw",
            "routes.mtu",
            "routes.advmss",
            "routes.priority",
            "routes.table",
            "routes.scope");

    private ConfigRoutes() {}

    /**
     * Reads the list {@code routes}.
     *
     * @param config the object that has it
     * @return the routes
     */
    public static List<CniRoute> of(ConfigObject config) {
        List<CniRoute> routes = new ArrayList<>();
        for (ConfigObject each : config.objects("routes")) {
            routes.add(new CniRoute(
                    each.prefix("dst").orElseThrow(() -> Faults.config("a route has no dst")),
                    each.address("gw"),
                    each.int32("mtu"),
                    each.int32("advmss"),
                    each.int32("priority"),
                    number(each, "table"),
                    number(each, "scope")));
        }
        return routes;
    }

    private static OptionalInt number(ConfigObject config, String key) {
        return config.has(key) ? OptionalInt.of(config.int32(key)) : OptionalInt.empty();
    }
}
