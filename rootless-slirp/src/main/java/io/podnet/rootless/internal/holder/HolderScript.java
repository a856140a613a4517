// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

/** The shell programs of a holder; they run as root of its user namespace. */
final class HolderScript {
    /** Mounts what a {@link MountPlan} says, tells that it is ready, and sleeps. */
    static final String FURNISH = """
            set -e
            while [ $# -gt 0 ]; do
                case $1 in
                    bind) mount --bind "$2" "$3"; shift 3 ;;
                    rbind) mount --rbind "$2" "$3"; shift 3 ;;
                    tmpfs) mount -t tmpfs -o mode=0755 podnet "$2"; shift 2 ;;
                    touch) : >"$2"; shift 2 ;;
                    *) echo "unknown step $1"; exit 1 ;;
                esac
            done
            ip link set lo up
            # For all interfaces that are to come; a setting that the kernel has not is done without.
            set_default() { [ ! -e "$1" ] || echo "$2" >"$1"; }
            cd /proc/sys/net
            # IPv6 addresses at once: no duplicate address detection (podman issue 11062), no pause before the router is
            # asked; and routers are listened to although bridges turn on forwarding (ip-sysctl of the kernel).
            set_default ipv6/conf/default/accept_dad 0
            set_default ipv6/conf/default/router_solicitation_delay 0
            set_default ipv6/conf/default/accept_ra 2
            # slirp4netns asks by ARP for any address that a port leads to, and the kernel shall answer for pods; at once,
            # and not after up to 0.8 s (arp(7), proxy_delay). On a bridge it answers nothing: an address of the bridge's
            # own network is never one behind another interface.
            set_default ipv4/conf/default/proxy_arp 1
            set_default ipv4/neigh/default/proxy_delay 0
            cd /
            printf 1 >&3
            exec 3>&-
            exec sleep infinity
            """;

    /** Sleeps in the namespaces it was entered into. */
    static final String STAY = """
            printf 1 >&3
            exec 3>&-
            exec sleep infinity
            """;

    private HolderScript() {}
}
