// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.plugin;

import io.podnet.base.IpPrefix;
import io.podnet.cni.CniException;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.firewall.HostFirewall;
import io.podnet.cni.nativeplugins.internal.firewall.PortRequest;
import io.podnet.cni.nativeplugins.internal.firewall.PublishedPorts;
import io.podnet.cni.nativeplugins.internal.link.Sysctls;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.spi.Support;
import io.podnet.netns.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Publishes ports of a container on the host, by elements of maps in one table of nftables. */
public final class Portmap implements NativePlugin {
    /** Does nothing. */
    public Portmap() {}

    @Override
    public String type() {
        return "portmap";
    }

    /** Conditions are arguments of iptables, and marks are nothing that we need: both are left to the executable. */
    @Override
    public Set<String> keys() {
        return Set.of("snat");
    }

    @Override
    public Set<String> capabilities() {
        return Set.of("portMappings");
    }

    @Override
    public Support supports(ConfigObject config) {
        return HostFirewall.find()
                .map(HostFirewall::supports)
                .orElse(Support.no("portmap needs nftables (libnftables1), which is not there"));
    }

    @Override
    public CniResult add(NativeCall call) {
        CniResult result = call.prevResult().orElseThrow(() -> Faults.internal("must be called as chained plugin"));
        List<PortRequest> mappings = mappings(call);
        List<IpPrefix> addresses = addresses(call, result);
        if (mappings.isEmpty()) {
            firewall().claim(call, addresses);
            return result;
        }
        boolean snat = snat(call.config());
        if (snat) {
            addresses.stream().filter(IpPrefix::isIpv4).forEach(each -> routeLocalhost(call, each));
        }
        call.step("publish ports");
        new PublishedPorts(call, addresses, mappings).publish(snat);
        return result;
    }

    @Override
    public void check(NativeCall call) {
        CniResult result = call.prevResult().orElseThrow(() -> Faults.internal("Required prevResult missing"));
        List<PortRequest> mappings = mappings(call);
        if (!mappings.isEmpty()) {
            new PublishedPorts(call, addresses(call, result), mappings).check();
        }
    }

    @Override
    public void delete(NativeCall call) {
        if (HostFirewall.find().isPresent()) {
            List<IpPrefix> addresses =
                    call.prevResult().map(each -> addresses(call, each)).orElse(List.of());
            call.step("withdraw ports");
            new PublishedPorts(call, addresses, knownMappings(call)).unpublish();
        }
    }

    @Override
    public void gc(NativeCall call) {
        HostFirewall.find().ifPresent(firewall -> firewall.gc(call));
    }

    @Override
    public void status(NativeCall call) {
        if (supports(call.config()) instanceof Support.No no) {
            throw Faults.unavailable(no.reason());
        }
    }

    private static HostFirewall firewall() {
        return HostFirewall.find().orElseThrow(() -> Faults.internal("portmap needs nftables (libnftables1)"));
    }

    private static boolean snat(ConfigObject config) {
        return !config.has("snat") || config.bool("snat");
    }

    private static List<PortRequest> mappings(NativeCall call) {
        try {
            return call.config().object("runtimeConfig").objects("portMappings").stream()
                    .map(PortRequest::of)
                    .toList();
        } catch (CniException e) {
            throw Faults.internal("failed to parse config: " + e.msg(), e);
        }
    }

    /** What ADD cannot have published need not be looked for; and what it has published is found by its owner. */
    private static List<PortRequest> knownMappings(NativeCall call) {
        try {
            return mappings(call);
        } catch (CniException e) {
            return List.of();
        }
    }

    /** The first address of each family that the container's interface has; one without an interface is taken for its. */
    private static List<IpPrefix> addresses(NativeCall call, CniResult result) {
        List<IpPrefix> addresses = new ArrayList<>();
        for (CniIp ip : result.ips()) {
            boolean isNew = addresses.stream()
                    .noneMatch(each -> each.isIpv4() == ip.address().isIpv4());
            if (isNew && isContainers(call.ifName(), ip.interfaceIndex(), result.interfaces())) {
                addresses.add(ip.address());
            }
        }
        return addresses;
    }

    private static boolean isContainers(String ifName, OptionalInt index, List<CniInterface> interfaces) {
        if (index.isEmpty() || index.getAsInt() < 0 || index.getAsInt() >= interfaces.size()) {
            return true;
        }
        CniInterface each = interfaces.get(index.getAsInt());
        return each.name().equals(ifName) && !each.sandbox().isEmpty();
    }

    /** Lets packets with the address 127.0.0.1 leave by the link that leads to the container; the table keeps others out. */
    private static void routeLocalhost(NativeCall call, IpPrefix address) {
        call.host()
                .routes()
                .find(address.address())
                .map(Route::linkIndex)
                .filter(OptionalInt::isPresent)
                .flatMap(index -> call.host().links().nameOf(index.getAsInt()))
                .map(name -> "ipv4/conf/" + name.value() + "/route_localnet")
                .filter(key -> !Sysctls.read(key).equals(Optional.of("1")))
                .ifPresent(key -> {
                    call.step("set net/" + key);
                    Sysctls.set(key, "1");
                });
    }
}
