// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.networks;

import io.podnet.e2e.shared.KeepsPluginState;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What stays on every host where a network has ever been made. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@KeepsPluginState
@LeavesBehind(
        in = Facet.FILES,
        matching = "/etc/cni/net.d/(cni\\.lock)?",
        because = "podman's lock file stays, as podman leaves it")
@LeavesBehind(
        in = Facet.FIREWALL,
        matching = "host: ip filter INPUT: iifname \"podnet\\d+\" .*dport 53 .*accept",
        because = "dnsname never takes back that it lets questions in")
@LeavesBehind(
        in = Facet.FILES,
        matching = "/run/containers/(cni/(dnsname/(lock)?)?)?",
        because = "dnsname keeps the directories above that of a network")
@LeavesBehind(
        in = Facet.FIREWALL,
        matching = "host: ip6? filter (chain CNI-ISOLATION-STAGE-[12]|CNI-ISOLATION-STAGE-[12]: .*"
                + "|FORWARD: .*jump CNI-ISOLATION-STAGE-1)",
        because = "firewall keeps the chains that isolate bridges")
public @interface KeepsNetworkState {}
