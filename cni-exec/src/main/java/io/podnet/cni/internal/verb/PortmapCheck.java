// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.base.IpAddresses;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniException;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.Result040;
import io.podnet.cni.Result100;
import io.podnet.cni.internal.config.PluginInput;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CHECK of {@code portmap}, one address family after the other.
 *
 * <p>Up to 1.1.1 portmap looks for the rules of an address in iptables and then in ip6tables, whatever the address is, and
 * so fails CHECK of every published port wherever both tools work. Asked about IPv4 addresses alone, its complaint about
 * IPv6 means that all IPv4 rules were found; asked about IPv6 alone, its complaint about IPv4 means nothing at all. Either
 * is passed over here; newer versions never say so.
 */
final class PortmapCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PortmapCheck.class.getPackageName());
    private static final String TYPE = "portmap";

    private final PluginCaller caller;
    private final PluginInput input;
    private final Attachment attachment;

    PortmapCheck(PluginCaller caller, PluginInput input, Attachment attachment) {
        this.caller = caller;
        this.input = input;
        this.attachment = attachment;
    }

    static boolean isFor(PluginConfig plugin) {
        return plugin.type().equals(TYPE);
    }

    void run(PluginConfig plugin, CniResult prevResult) {
        CniResult ipv4 = only(prevResult, true);
        CniResult ipv6 = only(prevResult, false);
        if (!ipv4.ips().isEmpty() || ipv6.ips().isEmpty()) {
            call(plugin, ipv4, "ipv6");
        }
        if (!ipv6.ips().isEmpty()) {
            call(plugin, ipv6, "ipv4");
        }
    }

    private void call(PluginConfig plugin, CniResult prevResult, String otherFamily) {
        try {
            caller.call(CniVerb.CHECK, plugin, input.forAttachment(plugin, prevResult, attachment.capabilityArgs()));
        } catch (CniException e) {
            if (!e.msg().startsWith("could not check " + otherFamily + " dnat: ")) {
                throw e;
            }
            LOG.debug("portmap was not asked about {}: {}", otherFamily, e.msg());
        }
    }

    private static CniResult only(CniResult result, boolean isIpv4) {
        List<CniIp> ips = result.ips().stream()
                .filter(ip -> IpAddresses.isIpv4(ip.address().address()) == isIpv4)
                .toList();
        if (result instanceof Result100 from) {
            return new Result100(from.cniVersion(), from.interfaces(), ips, from.routes(), from.dns());
        }
        // CHECK begins with 0.4.0.
        Result040 from = (Result040) result;
        return new Result040(from.cniVersion(), from.interfaces(), ips, from.routes(), from.dns());
    }
}
