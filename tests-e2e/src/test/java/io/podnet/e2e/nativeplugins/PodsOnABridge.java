// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import io.podnet.testkit.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A bridge with pods on it, made by iproute2: what the plugin bridge would leave, whoever's it is. */
final class PodsOnABridge implements AutoCloseable {
    static final String GATEWAY = "10.88.0.1";

    private final List<Pod> pods = new ArrayList<>();

    /** A pod: its namespace, its end of a veth and its addresses. */
    record Pod(String name, int number, Place place) {
        String netns() {
            return "/run/netns/" + name;
        }

        String ipv4() {
            return "10.88.0." + number;
        }

        String ipv6() {
            return "fd00:88::" + number;
        }

        /** As the plugin bridge reports it. */
        String result() {
            return """
                    {"cniVersion":"1.0.0",
                     "interfaces":[{"name":"podnet7"},{"name":"h%1$d"},{"name":"eth0","sandbox":"/run/netns/%2$s"}],
                     "ips":[{"interface":2,"address":"10.88.0.%1$d/16","gateway":"10.88.0.1"},
                            {"interface":2,"address":"fd00:88::%1$d/64","gateway":"fd00:88::1"}]}""".formatted(number, name);
        }
    }

    PodsOnABridge() {
        sh("""
                echo 1 >/proc/sys/net/ipv4/ip_forward
                echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
                ip link add podnet7 type bridge
                ip address add 10.88.0.1/16 dev podnet7
                ip address add fd00:88::1/64 dev podnet7 nodad
                ip link set podnet7 up
                """);
    }

    Pod add(String name, int number) {
        sh("""
                ip netns add %1$s
                ip netns exec %1$s sh -c 'echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad'
                ip link add h%2$d type veth peer name eth0 netns %1$s
                ip link set h%2$d master podnet7 up
                bridge link set dev h%2$d hairpin on
                ip -n %1$s -batch - <<END
                link set lo up
                address add 10.88.0.%2$d/16 dev eth0
                address add fd00:88::%2$d/64 dev eth0 nodad
                link set eth0 up
                route add default via 10.88.0.1
                route add default via fd00:88::1
                END
                """.formatted(name, number));
        Pod pod = new Pod(name, number, Place.inNamespace(Path.of("/run/netns", name)));
        pods.add(pod);
        return pod;
    }

    static String sh(String script) {
        return Place.host().run("sh", "-ec", script).succeeded().stdout();
    }

    @Override
    public void close() {
        for (Pod pod : pods) {
            Place.host().run("ip", "link", "delete", "h" + pod.number());
            Place.host().run("ip", "netns", "delete", pod.name());
        }
        sh("""
                ip link delete podnet7
                echo 0 >/proc/sys/net/ipv4/ip_forward
                echo 0 >/proc/sys/net/ipv6/conf/all/forwarding
                """);
    }
}
