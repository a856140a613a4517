// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.networks;

import io.podnet.api.Pod;
import io.podnet.api.PodAttachment;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.testkit.Place;
import java.nio.file.Path;

/** Where a pod is, and its addresses. */
final class PodPlace {
    private PodPlace() {}

    static Place of(Pod pod) {
        String name = pod.id().value().replaceFirst("^(.{8})(.{4})(.{4})(.{4})(.{12}).*", "podnet-$1-$2-$3-$4-$5");
        return Place.inNamespace(Path.of("/run/netns", name));
    }

    static String ipv4(Pod pod) {
        return address(pod, true);
    }

    static String ipv6(Pod pod) {
        return address(pod, false);
    }

    private static String address(Pod pod, boolean ipv4) {
        return pod.info().attachments().stream()
                .map(PodAttachment::addresses)
                .flatMap(addresses -> addresses.stream())
                .filter(each -> each.isIpv4() == ipv4)
                .map(IpPrefix::address)
                .map(IpAddresses::format)
                .findFirst()
                .orElseThrow();
    }
}
