// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.bridge;

import io.podnet.base.MacAddress;
import io.podnet.cni.CniDns;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.link.ConfigDns;
import io.podnet.cni.nativeplugins.internal.link.Mac;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.LinkName;
import java.util.Optional;

/**
 * What a configuration says to bridge.
 *
 * @param bridge the bridge's name
 * @param isGateway whether it gets the gateways' addresses
 * @param isDefaultGateway whether it gets a default route as well
 * @param forceAddress whether an address that is in the way is removed
 * @param hairpin whether containers reach themselves by the host
 * @param promiscuous whether the bridge takes in all packets
 * @param duplicateDetection whether IPv6 looks for duplicates
 * @param mtu the MTU in bytes; 0 for the kernel's
 * @param mac the address of the container's interface
 * @param dns name servers; wins over those of the plugin that manages addresses
 */
public record BridgeConfig(
        LinkName bridge,
        boolean isGateway,
        boolean isDefaultGateway,
        boolean forceAddress,
        boolean hairpin,
        boolean promiscuous,
        boolean duplicateDetection,
        int mtu,
        Optional<MacAddress> mac,
        CniDns dns) {
    private static final String DEFAULT_NAME = "cni0";

    /**
     * Reads a call's configuration.
     *
     * @param call the call
     * @return what it says
     */
    public static BridgeConfig of(NativeCall call) {
        ConfigObject config = call.config();
        String name = config.has("bridge") ? config.string("bridge") : DEFAULT_NAME;
        boolean hairpin = config.bool("hairpinMode");
        boolean promiscuous = config.bool("promiscMode");
        if (hairpin && promiscuous) {
            throw Faults.config("cannot set hairpin mode and promiscuous mode at the same time");
        }
        boolean isDefaultGateway = config.bool("isDefaultGateway");
        return new BridgeConfig(
                LinkName.of(name),
                isDefaultGateway || config.bool("isGateway"),
                isDefaultGateway,
                config.bool("forceAddress"),
                hairpin,
                promiscuous,
                config.bool("enabledad"),
                config.int32("mtu"),
                Mac.lastOf(
                        call.args().only("MAC", "IP", "GATEWAY").getOrDefault("MAC", ""),
                        config.object("args").object("cni").string("mac"),
                        config.object("runtimeConfig").string("mac")),
                ConfigDns.of(config));
    }
}
