// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.tuning;

import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an interface shall be like.
 *
 * @param dataDirectory where its former state is kept
 * @param sysctls paths below {@code /proc/sys} and values
 * @param mac its Ethernet address as it was written; empty for any
 * @param promiscuous whether it takes in all packets; false leaves it as it is
 * @param mtu its MTU; 0 leaves it as it is
 * @param allMulticast whether it takes in all multicast packets; empty leaves it as it is
 */
public record TuningConfig(
        Path dataDirectory,
        Map<String, String> sysctls,
        String mac,
        boolean promiscuous,
        int mtu,
        Optional<Boolean> allMulticast) {
    private static final String DATA_DIRECTORY = "/run/cni/tuning";

    /**
     * Copies the map.
     *
     * @param dataDirectory where its former state is kept
     * @param sysctls paths below {@code /proc/sys} and values
     * @param mac its Ethernet address as it was written; empty for any
     * @param promiscuous whether it takes in all packets; false leaves it as it is
     * @param mtu its MTU; 0 leaves it as it is
     * @param allMulticast whether it takes in all multicast packets; empty leaves it as it is
     */
    public TuningConfig {
        sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
    }

    /**
     * Reads what a call wants. What the plugin's {@code args.cni} say wins over {@code runtimeConfig}, that over
     * {@code CNI_ARGS}, and all of it over the configuration.
     *
     * @param call the call
     * @return what it wants
     */
    public static TuningConfig of(NativeCall call) {
        ConfigObject config = call.config();
        ConfigObject args = config.object("args").object("cni");
        String dataDirectory = config.string("dataDir");
        Map<String, String> sysctls = new LinkedHashMap<>();
        sysctls(call, config.object("sysctl"), sysctls);
        sysctls(call, args.object("sysctl"), sysctls);
        String mac = last(
                config.string("mac"),
                call.args().only("MAC").getOrDefault("MAC", ""),
                config.object("runtimeConfig").string("mac"),
                args.string("mac"));
        ConfigObject promisc = args.has("promisc") ? args : config;
        ConfigObject mtu = args.has("mtu") ? args : config;
        ConfigObject allmulti = args.has("allmulti") ? args : config;
        return new TuningConfig(
                Path.of(dataDirectory.isEmpty() ? DATA_DIRECTORY : dataDirectory),
                sysctls,
                mac,
                promisc.bool("promisc"),
                mtu.int32("mtu"),
                allmulti.has("allmulti") ? Optional.of(allmulti.bool("allmulti")) : Optional.empty());
    }

    private static void sysctls(NativeCall call, ConfigObject object, Map<String, String> sysctls) {
        for (String key : object.keys()) {
            String path =
                    key.replace('.', '/').replaceFirst("IFNAME", call.ifName().replace("$", "\\$"));
            if (!Path.of("/", path).normalize().startsWith("/net/")) {
                throw Faults.internal("invalid net sysctl key: \"" + path + "\"");
            }
            sysctls.put(path, object.string(key));
        }
    }

    private static String last(String... texts) {
        String last = "";
        for (String text : texts) {
            last = text.isEmpty() ? last : text;
        }
        return last;
    }

    /**
     * Tells whether the interface itself is to change.
     *
     * @return false if there are only sysctls
     */
    public boolean changesLink() {
        return !mac.isEmpty() || promiscuous || mtu != 0 || allMulticast.isPresent();
    }
}
