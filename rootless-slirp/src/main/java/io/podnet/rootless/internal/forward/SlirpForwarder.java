// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import io.podnet.base.Availability;
import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.base.Protocol;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.spi.Coverage;
import io.podnet.rootless.spi.Forward;
import io.podnet.rootless.spi.ForwardScope;
import io.podnet.rootless.spi.ForwardTarget;
import io.podnet.rootless.spi.PortForwarder;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets slirp4netns itself listen on the host. It leads straight to the pod's own address, through its tap device and the
 * bridge (proxy_arp on the tap device makes the kernel answer for the pods), so a client's address survives.
 */
public final class SlirpForwarder implements PortForwarder {
    private static final String NAME = "slirp4netns";
    private static final Inet4Address ANY = (Inet4Address) IpAddresses.parse("0.0.0.0");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability probe() {
        return Availability.available("part of the stack slirp4netns");
    }

    @Override
    public Coverage coverage(PortMapping port, ForwardTarget target, ForwardScope scope) {
        if (!scope.stack().equals(NAME) || scope.apiSocket().isEmpty()) {
            return new Coverage.Refused("it works with the stack slirp4netns, not with " + scope.stack());
        }
        if (port.protocol() == Protocol.SCTP) {
            return new Coverage.Refused("slirp4netns publishes tcp and udp, not sctp");
        }
        if (port.hostIp().isPresent() && !IpAddresses.isIpv4(port.hostIp().get())) {
            return new Coverage.Refused("slirp4netns publishes on IPv4 addresses of the host only");
        }
        if (target.ipv4().isEmpty()) {
            return new Coverage.Refused("slirp4netns leads to IPv4 addresses, and the pod has none");
        }
        // Answers to 127.0.0.1 would leave by the gateway's address, which --disable-host-loopback closes.
        boolean lostOnLoopback = port.protocol() == Protocol.UDP && !scope.hostLoopback();
        if (lostOnLoopback && port.hostIp().filter(ip -> ip.isLoopbackAddress()).isPresent()) {
            return new Coverage.Refused(
                    "UDP on the host's loopback address needs the stack option allow_host_loopback=true");
        }
        Optional<String> warning = lostOnLoopback
                ? Optional.of("cannot be reached by UDP at 127.0.0.1 without the stack option allow_host_loopback=true")
                : Optional.empty();
        return new Coverage.Served(true, warning);
    }

    @Override
    public Map<Forward, RootlessException> reconcile(ForwardScope scope, Set<Forward> wanted) {
        if (wanted.isEmpty() && scope.apiSocket().isEmpty()) {
            return Map.of();
        }
        SlirpApi api = new SlirpApi(scope.apiSocket()
                .orElseThrow(() -> new IllegalArgumentException("the stack " + scope.stack() + " has no API socket")));
        Map<SlirpApi.HostForward, Forward> missing = new LinkedHashMap<>();
        for (Forward forward : wanted) {
            hostForwards(forward).forEach(each -> missing.put(each, forward));
        }
        for (SlirpApi.Entry entry : api.list()) {
            if (missing.remove(entry.forward()) == null) {
                api.remove(entry.id());
            }
        }
        Map<Forward, RootlessException> failed = new LinkedHashMap<>();
        missing.forEach((hostForward, forward) -> {
            if (!failed.containsKey(forward)) {
                add(api, hostForward, forward, failed);
            }
        });
        return failed;
    }

    private static void add(
            SlirpApi api, SlirpApi.HostForward hostForward, Forward forward, Map<Forward, RootlessException> failed) {
        Optional<String> problem = HostPorts.problem(new PortMapping(
                forward.port().hostIp(), hostForward.hostPort(), hostForward.guestPort(), 1, hostForward.protocol()));
        try {
            if (problem.isPresent()) {
                throw new RootlessException("rootless-port-unusable", problem.get());
            }
            api.add(hostForward);
        } catch (RootlessException e) {
            failed.put(
                    forward,
                    new RootlessException(
                            e.errorCode(), "cannot publish port " + forward.port() + ": " + e.getMessage(), e));
        }
    }

    private static List<SlirpApi.HostForward> hostForwards(Forward forward) {
        Inet4Address host =
                forward.port().hostIp().map(Inet4Address.class::cast).orElse(ANY);
        Inet4Address guest = forward.target()
                .ipv4()
                .orElseThrow(() -> new IllegalArgumentException(forward + " has no IPv4 address"));
        List<SlirpApi.HostForward> list = new ArrayList<>();
        for (PortMapping port : forward.port().expand()) {
            list.add(new SlirpApi.HostForward(port.protocol(), host, port.hostPort(), guest, port.containerPort()));
        }
        return list;
    }
}
