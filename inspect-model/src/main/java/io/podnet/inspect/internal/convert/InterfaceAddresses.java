// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.convert;

import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.inspect.Address;
import io.podnet.inspect.Addressing;
import io.podnet.inspect.Fidelity;
import io.podnet.inspect.InspectException;
import io.podnet.inspect.internal.Copies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The addresses of a result as podman 4 shows them: those of the interfaces inside the pod, interface by interface in the
 * order of their names; the first one of each family is the address, the others are secondary.
 */
final class InterfaceAddresses {
    private static final Pattern PAIRS = Pattern.compile("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2})+");

    private InterfaceAddresses() {}

    static Addressing of(CniResult result, Fidelity fidelity) {
        // Without a sandbox it is the host's side: the bridge, the other end of a pair.
        Map<String, Integer> inside = new TreeMap<>(Copies.BY_CODE_POINTS);
        for (int i = 0; i < result.interfaces().size(); i++) {
            CniInterface each = result.interfaces().get(i);
            if (!each.sandbox().isEmpty()) {
                inside.put(each.name(), i);
            }
        }
        List<String> macs = new ArrayList<>();
        List<CniIp> addresses = new ArrayList<>();
        for (int index : inside.values()) {
            macs.add(normal(result.interfaces().get(index).mac()));
            for (CniIp ip : result.ips()) {
                if (ip.interfaceIndex().isPresent() && checked(ip, result) == index) {
                    addresses.add(ip);
                }
            }
        }
        if (fidelity == Fidelity.IMPROVED) {
            result.ips().stream().filter(ip -> ip.interfaceIndex().isEmpty()).forEach(addresses::add);
        }
        return addressing(macs, addresses, fidelity);
    }

    private static Addressing addressing(List<String> macs, List<CniIp> addresses, Fidelity fidelity) {
        Addressing.Builder addressing = Addressing.builder();
        List<CniIp> ipv4 =
                addresses.stream().filter(ip -> ip.address().isIpv4()).toList();
        if (!ipv4.isEmpty()) {
            Address first = Address.of(ipv4.get(0).address());
            addressing.ipv4(first.address(), first.prefixLength(), Views.gateway(ipv4.get(0), fidelity));
            addressing.secondaryIpv4(others(ipv4));
        }
        List<CniIp> ipv6 =
                addresses.stream().filter(ip -> !ip.address().isIpv4()).toList();
        if (!ipv6.isEmpty()) {
            Address first = Address.of(ipv6.get(0).address());
            addressing.ipv6(first.address(), first.prefixLength(), Views.gateway(ipv6.get(0), fidelity));
            addressing.secondaryIpv6(others(ipv6));
        }
        if (!macs.isEmpty()) {
            addressing.macAddress(macs.get(0));
            addressing.additionalMacAddresses(macs.subList(1, macs.size()));
        }
        return addressing.build();
    }

    private static List<Address> others(List<CniIp> addresses) {
        return addresses.stream().skip(1).map(ip -> Address.of(ip.address())).toList();
    }

    private static int checked(CniIp ip, CniResult result) {
        int index = ip.interfaceIndex().orElseThrow();
        if (index < 0 || index >= result.interfaces().size()) {
            throw new InspectException(
                    InspectException.RESULT_INVALID, "invalid cni result, interface index " + index + " out of range");
        }
        return index;
    }

    // As Go's net.ParseMAC and String: lower case with colons. What is no such address stays as the plugin wrote it.
    private static String normal(String mac) {
        return PAIRS.matcher(mac).matches() ? mac.replace('-', ':').toLowerCase(Locale.ROOT) : mac;
    }
}
