// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.plugin;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniRoute;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result100;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.link.ConfigDns;
import io.podnet.cni.nativeplugins.internal.link.ConfigRoutes;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Hands out the addresses that the configuration, or whoever calls, names. */
public final class Static implements NativePlugin {
    /** Does nothing. */
    public Static() {}

    @Override
    public String type() {
        return "static";
    }

    @Override
    public Set<String> keys() {
        Set<String> keys = new HashSet<>(ConfigRoutes.KEYS);
        keys.addAll(Set.of("addresses", "addresses.address", "addresses.gateway"));
        return keys;
    }

    @Override
    public Set<String> capabilities() {
        return Set.of("ips");
    }

    @Override
    public CniResult add(NativeCall call) {
        ConfigObject ipam = call.config().object("ipam");
        return new Result100(CniVersion.LATEST, List.of(), addresses(call), ConfigRoutes.of(ipam), ConfigDns.of(ipam));
    }

    private static List<CniIp> addresses(NativeCall call) {
        List<CniIp> addresses = new ArrayList<>();
        for (ConfigObject each : call.config().object("ipam").objects("addresses")) {
            addresses.add(address(prefix(each.string("address")), each.address("gateway")));
        }
        Map<String, String> args = call.args().only("IP", "GATEWAY");
        for (String each : list(args.getOrDefault("IP", ""))) {
            addresses.add(address(prefix(each), Optional.empty()));
        }
        for (String each : list(args.getOrDefault("GATEWAY", ""))) {
            InetAddress gateway = gateway(each);
            addresses.replaceAll(
                    ip -> ip.address().contains(gateway) ? address(ip.address(), Optional.of(gateway)) : ip);
        }
        // Each of these replaces all that was said before.
        addresses =
                replaced(addresses, call.config().object("args").object("cni").strings("ips"));
        addresses = replaced(addresses, call.config().object("runtimeConfig").strings("ips"));
        checkFamilies(addresses, call.version());
        return addresses;
    }

    private static List<CniIp> replaced(List<CniIp> before, List<String> texts) {
        return texts.isEmpty()
                ? before
                : texts.stream()
                        .map(text -> address(prefix(text), Optional.empty()))
                        .toList();
    }

    private static void checkFamilies(List<CniIp> addresses, CniVersion version) {
        long ipv4 = addresses.stream().filter(each -> each.address().isIpv4()).count();
        if ((ipv4 > 1 || addresses.size() - ipv4 > 1) && !version.isAtLeast(CniVersion.V0_3_0)) {
            throw Faults.config("CNI version " + version + " does not support more than 1 address per family");
        }
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    private static CniIp address(IpPrefix prefix, Optional<InetAddress> gateway) {
        return new CniIp(prefix.isIpv4() ? "4" : "6", OptionalInt.empty(), prefix, gateway);
    }

    private static IpPrefix prefix(String text) {
        try {
            return IpPrefix.parse(text.strip());
        } catch (InvalidValueException e) {
            throw Faults.config("invalid CIDR " + text + ": " + e.getMessage());
        }
    }

    private static InetAddress gateway(String text) {
        try {
            return IpAddresses.parse(text.strip());
        } catch (InvalidValueException e) {
            throw Faults.config("invalid gateway address: " + text);
        }
    }

    /** All that is handed out has to be in the result; more may be, by other plugins. */
    @Override
    public void check(NativeCall call) {
        CniResult result = call.prevResult().orElseThrow(() -> Faults.internal("Required prevResult missing"));
        for (CniIp each : addresses(call)) {
            boolean found = result.ips().stream()
                    .anyMatch(ip -> ip.address().address().equals(each.address().address())
                            && (each.gateway().isEmpty() || each.gateway().equals(ip.gateway())));
            if (!found) {
                throw Faults.internal(
                        "static: Failed to match addr " + each.address() + " on interface " + call.ifName());
            }
        }
        for (CniRoute each : ConfigRoutes.of(call.config().object("ipam"))) {
            boolean found = result.routes().stream()
                    .anyMatch(route -> route.dst().equals(each.dst())
                            && (each.gw().isEmpty() || each.gw().equals(route.gw())));
            if (!found) {
                throw Faults.internal("static: Failed to match route " + each + " on interface " + call.ifName());
            }
        }
    }

    /** Nothing was taken from anybody. */
    @Override
    public void delete(NativeCall call) {}
}
