// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.result;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.CniDns;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniRoute;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result020;
import io.podnet.cni.Result040;
import io.podnet.cni.Result100;
import io.podnet.cni.internal.json.Fields;
import io.podnet.cni.internal.json.JsonException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the form of each family: the structs of libcni's pkg/types. What they do not know is dropped. */
public final class ResultForms {
    private ResultForms() {}

    static CniResult read(ResultFamily family, CniVersion version, Fields from) throws JsonException {
        return switch (family) {
            case V020 -> new Result020(version, ip020(from, "ip4"), ip020(from, "ip6"), dns(from));
            case V040 -> new Result040(version, interfaces(from), ips(from), routes(from), dns(from));
            case V100 -> new Result100(version, interfaces(from), ips(from), routes(from), dns(from));
        };
    }

    /** Reads the {@code dns} object of a result or a configuration. */
    public static CniDns dns(Fields from) throws JsonException {
        Optional<Fields> dns = from.object("dns");
        if (dns.isEmpty()) {
            return CniDns.EMPTY;
        }
        Fields fields = dns.get();
        return new CniDns(
                fields.strings("nameservers"),
                fields.string("domain"),
                fields.strings("search"),
                fields.strings("options"));
    }

    private static Optional<Result020.Ip> ip020(Fields from, String name) throws JsonException {
        Optional<Fields> ip = from.object(name);
        return ip.isEmpty()
                ? Optional.empty()
                : Optional.of(new Result020.Ip(cidr(ip.get(), "ip"), address(ip.get(), "gateway"), routes(ip.get())));
    }

    private static List<CniInterface> interfaces(Fields from) throws JsonException {
        List<CniInterface> list = new ArrayList<>();
        for (Fields each : from.objects("interfaces")) {
            list.add(new CniInterface(
                    each.string("name"),
                    each.string("mac"),
                    each.integer("mtu").orElse(0),
                    each.string("sandbox"),
                    each.string("socketPath"),
                    each.string("pciID")));
        }
        return list;
    }

    private static List<CniIp> ips(Fields from) throws JsonException {
        List<CniIp> list = new ArrayList<>();
        for (Fields each : from.objects("ips")) {
            list.add(new CniIp(
                    each.string("version"),
                    each.integer("interface"),
                    cidr(each, "address"),
                    address(each, "gateway")));
        }
        return list;
    }

    private static List<CniRoute> routes(Fields from) throws JsonException {
        List<CniRoute> list = new ArrayList<>();
        for (Fields each : from.objects("routes")) {
            list.add(new CniRoute(
                    cidr(each, "dst"),
                    address(each, "gw"),
                    each.integer("mtu").orElse(0),
                    each.integer("advmss").orElse(0),
                    each.integer("priority").orElse(0),
                    each.integer("table"),
                    each.integer("scope")));
        }
        return list;
    }

    private static IpPrefix cidr(Fields from, String name) throws JsonException {
        String text = from.string(name);
        try {
            return IpPrefix.parse(text);
        } catch (InvalidValueException e) {
            throw new JsonException("invalid CIDR address: " + text, "in " + from.path(name));
        }
    }

    private static Optional<InetAddress> address(Fields from, String name) throws JsonException {
        String text = from.string(name);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(IpAddresses.parse(text));
        } catch (InvalidValueException e) {
            throw new JsonException("invalid IP address: " + text, "in " + from.path(name));
        }
    }
}
