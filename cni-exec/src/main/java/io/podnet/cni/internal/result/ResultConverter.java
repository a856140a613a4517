// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.result;

import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniRoute;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result020;
import io.podnet.cni.Result040;
import io.podnet.cni.Result100;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Converts results between versions as the converters in libcni's pkg/types do. */
public final class ResultConverter {
    private ResultConverter() {}

    /** Converts; the same version gives the same object. */
    public static CniResult convert(CniResult result, CniVersion version) {
        if (result.cniVersion().equals(version)) {
            return result;
        }
        return switch (ResultFamily.of(version)
                .orElseThrow(() ->
                        failure("no converter for CNI result version " + result.cniVersion() + " to " + version))) {
            case V020 -> to020(result, version);
            case V040 -> to040(result, version);
            case V100 -> to100(result, version);
        };
    }

    private static Result020 to020(CniResult result, CniVersion version) {
        if (result instanceof Result020 same) {
            return new Result020(version, same.ip4(), same.ip6(), same.dns());
        }
        Result040 from = to040(result, CniVersion.V0_4_0);
        Optional<Result020.Ip> ip4 = first(from, "4");
        Optional<Result020.Ip> ip6 = first(from, "6");
        if (ip4.isEmpty() && ip6.isEmpty()) {
            throw failure("cannot convert: no valid IP addresses");
        }
        return new Result020(version, ip4, ip6, from.dns());
    }

    // Routes go to the address of their family; those of a family without address are lost.
    private static Optional<Result020.Ip> first(Result040 from, String ipVersion) {
        boolean ipv4 = ipVersion.equals("4");
        return from.ips().stream()
                .filter(ip -> ip.version().equals(ipVersion))
                .findFirst()
                .map(ip -> new Result020.Ip(
                        ip.address(),
                        ip.gateway(),
                        from.routes().stream()
                                .filter(route -> route.dst().isIpv4() == ipv4)
                                .map(route -> CniRoute.of(route.dst(), route.gw()))
                                .toList()));
    }

    private static Result040 to040(CniResult result, CniVersion version) {
        if (result instanceof Result020 from) {
            List<CniIp> ips = new ArrayList<>();
            List<CniRoute> routes = new ArrayList<>();
            add("4", from.ip4(), ips, routes);
            add("6", from.ip6(), ips, routes);
            return new Result040(version, List.of(), ips, routes, from.dns());
        }
        if (result instanceof Result100 from) {
            return new Result040(
                    version,
                    from.interfaces().stream()
                            .map(each -> CniInterface.of(each.name(), each.mac(), each.sandbox()))
                            .toList(),
                    from.ips().stream()
                            .map(ip -> new CniIp(
                                    ip.address().isIpv4() ? "4" : "6", ip.interfaceIndex(), ip.address(), ip.gateway()))
                            .toList(),
                    from.routes(),
                    from.dns());
        }
        return new Result040(version, result.interfaces(), result.ips(), result.routes(), result.dns());
    }

    private static void add(String ipVersion, Optional<Result020.Ip> from, List<CniIp> ips, List<CniRoute> routes) {
        from.ifPresent(ip -> {
            ips.add(new CniIp(ipVersion, OptionalInt.empty(), ip.ip(), ip.gateway()));
            routes.addAll(ip.routes());
        });
    }

    private static Result100 to100(CniResult result, CniVersion version) {
        CniResult from = result instanceof Result020 ? to040(result, CniVersion.V0_4_0) : result;
        return new Result100(version, from.interfaces(), from.ips(), from.routes(), from.dns());
    }

    private static CniException failure(String message) {
        return CniException.builder("cni-result-conversion", message)
                .code(CniErrorCode.INCOMPATIBLE_CNI_VERSION)
                .build();
    }
}
