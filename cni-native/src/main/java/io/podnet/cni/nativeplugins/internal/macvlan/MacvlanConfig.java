// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.macvlan;

import io.podnet.base.MacAddress;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.link.Mac;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.Route;
import io.podnet.netns.linux.MacvlanMode;
import io.podnet.netns.linux.RtNetlink;
import java.util.Optional;

/**
 * What a configuration says to macvlan.
 *
 * @param master the host's interface: the one that is named, or that of the first default route
 * @param mode how containers reach each other
 * @param mtu the MTU in bytes; 0 for the master's
 * @param mac the container's address
 */
public record MacvlanConfig(Link master, MacvlanMode mode, int mtu, Optional<MacAddress> mac) {
    /**
     * Reads a call's configuration and looks for the master.
     *
     * @param call the call
     * @return what it says
     */
    public static MacvlanConfig of(NativeCall call) {
        ConfigObject config = call.config();
        Link master = master(call.host(), config.string("master"));
        int mtu = config.int32("mtu");
        if (mtu < 0 || mtu > master.mtu()) {
            throw Faults.config("invalid MTU " + mtu + ", must be [0, master MTU(" + master.mtu() + ")]");
        }
        Optional<MacAddress> mac = Mac.lastOf(
                config.string("mac"),
                call.args().only("MAC", "IP", "GATEWAY").getOrDefault("MAC", ""),
                config.object("runtimeConfig").string("mac"));
        return new MacvlanConfig(master, mode(config.string("mode")), mtu, mac);
    }

    private static Link master(RtNetlink host, String name) {
        if (!name.isEmpty()) {
            return host.links()
                    .find(LinkName.of(name))
                    .orElseThrow(() -> Faults.config("failed to lookup master \"" + name + "\": Link not found"));
        }
        return host.routes().list(Route.MAIN_TABLE).stream()
                .filter(Route::isDefault)
                .flatMap(route -> route.linkIndex().stream().boxed())
                .findFirst()
                .flatMap(host.links()::find)
                .orElseThrow(() -> Faults.config("no default route interface found"));
    }

    private static MacvlanMode mode(String text) {
        return switch (text) {
            case "", "bridge" -> MacvlanMode.BRIDGE;
            case "private" -> MacvlanMode.PRIVATE;
            case "vepa" -> MacvlanMode.VEPA;
            case "passthru" -> MacvlanMode.PASSTHRU;
            default -> throw Faults.config("unknown macvlan mode: \"" + text + "\"");
        };
    }
}
