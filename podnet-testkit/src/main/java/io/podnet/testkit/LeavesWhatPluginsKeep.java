// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * Lets pass what CNI plugins keep after the last DEL by design, the reference ones and podnet's native ones, and what no DEL
 * of ours can take away: the bridge and its gateway addresses, the chains and the table that all pods share, the lease
 * directory. Bridges are those whose names begin with {@code cni} or {@code podnet}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@LeavesBehind(
        in = Facet.LINKS,
        matching = "host: (cni|podnet)\\S* \\(bridge\\) .*",
        because = "the bridge plugin never removes a bridge")
@LeavesBehind(
        in = Facet.ADDRESSES,
        matching = "host: (cni|podnet)\\S* .*",
        because = "the bridge keeps the addresses that it has as the gateway")
@LeavesBehind(
        in = Facet.FIREWALL,
        matching = "host: ip6? nat (chain CNI-HOSTPORT-(SETMARK|MASQ|DNAT)"
                + "|CNI-HOSTPORT-(SETMARK|MASQ): .*"
                + "|(PREROUTING|OUTPUT|POSTROUTING): .*jump CNI-HOSTPORT-(DNAT|MASQ))",
        because = "portmap keeps the chains that lead to those of each pod")
@LeavesBehind(
        in = Facet.FIREWALL,
        matching = "host: ip6? filter (chain CNI-(FORWARD|ADMIN)"
                + "|CNI-FORWARD: counter jump CNI-ADMIN|FORWARD: counter jump CNI-FORWARD)",
        because = "firewall keeps the chains that hold the rules of each pod")
@LeavesBehind(
        in = Facet.FILES,
        matching = "/var/lib/cni/(networks/([^/]+/(last_reserved_ip\\.\\d+|lock)?)?)?|/var/lib/cni/results/",
        because = "host-local keeps the directory of a network and goes on after the last address")
@LeavesBehind(
        in = Facet.FIREWALL,
        matching = "host: (table inet podnet|inet podnet (subnets[46]: .*|(?!.*comment \").*))",
        because =
                "native plugins keep their table and the subnets of networks until GC; each element of a pod has a comment")
@LeavesBehind(
        in = Facet.FILES,
        matching = "/run/podnet/(cni/([^/]+/([^/]+/)?)?)?",
        because =
                "native plugins keep the directories in which attachments are marked, one for each network and plugin")
@LeavesBehind(
        in = Facet.DESCRIPTORS,
        matching = "socket:\\[\\d+] \\(netlink\\)|anon_inode:inotify( \\(\\d+\\))?|/proc/sys/net/ipv[46]|/"
                + "|/proc/\\d+/task/\\d+/net/ip6?_tables_names",
        because =
                "native plugins keep their sockets for the host's links and packet filter, its sysctls, a proc of"
                        + " their own (/), the names of its tables, and what watches the leases of each network, for the next call")
public @interface LeavesWhatPluginsKeep {}
