// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.cni.CniRoute;
import io.podnet.cni.CniVersion;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.link.ConfigRoutes;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a configuration says to host-local.
 *
 * @param directory where the network's leases are
 * @param ranges one set for each address
 * @param requested addresses that somebody asked for
 * @param routes routes to hand out
 * @param resolvConf a file with name servers to hand out; empty for none
 */
record HostLocalConfig(
        Path directory, List<RangeSet> ranges, Set<InetAddress> requested, List<CniRoute> routes, String resolvConf) {
    private static final String DEFAULT_DIRECTORY = "/var/lib/cni/networks";

    static HostLocalConfig of(NativeCall call) {
        ConfigObject config = call.config();
        ConfigObject ipam = config.object("ipam");
        List<RangeSet> ranges = ranges(config, ipam);
        checkFamilies(ranges, call.version());
        checkOverlaps(ranges);
        return new HostLocalConfig(
                directory(call), ranges, requested(call), ConfigRoutes.of(ipam), ipam.string("resolvConf"));
    }

    /** Gives the directory alone, which DEL can do with if the rest has become nonsense. */
    static Path directory(NativeCall call) {
        String dataDir = call.config().object("ipam").string("dataDir");
        return Path.of(dataDir.isEmpty() ? DEFAULT_DIRECTORY : dataDir).resolve(call.network());
    }

    // Of the runtime first, then the old-style single one, then the list.
    private static List<RangeSet> ranges(ConfigObject config, ConfigObject ipam) {
        List<List<ConfigObject>> sets =
                new ArrayList<>(config.object("runtimeConfig").objectLists("ipRanges"));
        if (ipam.has("subnet")) {
            sets.add(List.of(ipam));
        }
        sets.addAll(ipam.objectLists("ranges"));
        if (sets.isEmpty()) {
            throw Faults.config("no IP ranges specified");
        }
        List<RangeSet> ranges = new ArrayList<>();
        for (List<ConfigObject> each : sets) {
            ranges.add(RangeSet.of(ranges.size(), each));
        }
        return ranges;
    }

    private static void checkFamilies(List<RangeSet> ranges, CniVersion version) {
        long ipv4 = ranges.stream().filter(RangeSet::isIpv4).count();
        if ((ipv4 > 1 || ranges.size() - ipv4 > 1) && !version.isAtLeast(CniVersion.V0_3_0)) {
            throw Faults.config("CNI version " + version + " does not support more than 1 address per family");
        }
    }

    private static void checkOverlaps(List<RangeSet> ranges) {
        for (int i = 0; i < ranges.size(); i++) {
            for (int j = i + 1; j < ranges.size(); j++) {
                if (ranges.get(i).overlaps(ranges.get(j))) {
                    throw Faults.config("range set " + i + " overlaps with " + j);
                }
            }
        }
    }

    private static Set<InetAddress> requested(NativeCall call) {
        List<String> texts = new ArrayList<>(call.args().only("IP").values());
        texts.addAll(call.config().object("args").object("cni").strings("ips"));
        texts.addAll(call.config().object("runtimeConfig").strings("ips"));
        Set<InetAddress> requested = new LinkedHashSet<>();
        for (String text : texts) {
            if (!text.isEmpty()) {
                requested.add(address(text));
            }
        }
        return requested;
    }

    // Some callers give a prefix, which the ranges know better.
    private static InetAddress address(String text) {
        int slash = text.indexOf('/');
        try {
            return IpAddresses.parse("requested IP", slash < 0 ? text : text.substring(0, slash));
        } catch (InvalidValueException e) {
            throw Faults.config("cannot understand ip: " + e.getMessage());
        }
    }
}
