// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.convert;

import io.podnet.cni.CniIp;
import io.podnet.cni.Result040;
import io.podnet.inspect.Address;
import io.podnet.inspect.Addressing;
import io.podnet.inspect.Fidelity;
import io.podnet.inspect.InspectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The addresses of a result as podman 3 shows them (resultToBasicNetworkConfig), its slip included: whether an IPv6
 * address is the first one is decided by the IPv4 field. So the IPv6 address of a pod with both is a secondary one, and
 * of several without IPv4 the last one wins.
 */
final class AddressesOf040 {
    private final Result040 result;
    private final Fidelity fidelity;
    private final Addressing.Builder addressing = Addressing.builder();
    private final List<Address> secondary4 = new ArrayList<>();
    private final List<Address> secondary6 = new ArrayList<>();
    private final List<String> additionalMacs = new ArrayList<>();
    private boolean hasIpv4;

    private AddressesOf040(Result040 result, Fidelity fidelity) {
        this.result = result;
        this.fidelity = fidelity;
    }

    static Addressing of(Result040 result, Fidelity fidelity) {
        return new AddressesOf040(result, fidelity).addressing();
    }

    private Addressing addressing() {
        for (CniIp ip : result.ips()) {
            switch (ip.version()) {
                case "4" -> add4(ip);
                case "6" -> add6(ip);
                default ->
                    throw new InspectException(
                            InspectException.RESULT_INVALID,
                            "unrecognized IP version \"" + ip.version() + "\": internal libpod error");
            }
        }
        return addressing
                .secondaryIpv4(secondary4)
                .secondaryIpv6(secondary6)
                .additionalMacAddresses(additionalMacs)
                .build();
    }

    private void add4(CniIp ip) {
        if (hasIpv4) {
            secondary4.add(text(ip));
            mac(ip).ifPresent(additionalMacs::add);
        } else {
            hasIpv4 = true;
            Address address = text(ip);
            addressing.ipv4(address.address(), address.prefixLength(), Views.gateway(ip, fidelity));
            mac(ip).ifPresent(addressing::macAddress);
        }
    }

    private void add6(CniIp ip) {
        if (hasIpv4) {
            secondary6.add(text(ip));
        } else {
            Address address = text(ip);
            addressing.ipv6(address.address(), address.prefixLength(), Views.gateway(ip, fidelity));
        }
    }

    private static Address text(CniIp ip) {
        return Address.of(ip.address(), Address.Notation.TEXT);
    }

    // Unlike podman 4, an index that is out of range only costs the hardware address.
    private Optional<String> mac(CniIp ip) {
        int index = ip.interfaceIndex().orElse(-1);
        return index < 0 || index >= result.interfaces().size()
                ? Optional.empty()
                : Optional.of(result.interfaces().get(index).mac());
    }
}
