// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import com.fasterxml.jackson.databind.JsonNode;
import io.podnet.base.IpPrefix;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniException;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.JsonException;
import io.podnet.cni.spi.NamespaceStandIn;
import io.podnet.cni.spi.PluginInvoker;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DEL of plugins that look at the interface to learn what they have made for it, where the interface, its addresses
 * or its whole namespace is gone: they would succeed and leave it (containernetworking/plugins#810). A namespace
 * made up from the result of ADD shows them what they look for.
 */
final class LostInterface {
    private static final Logger LOG = LoggerFactory.getLogger(LostInterface.class.getPackageName());

    private LostInterface() {}

    /**
     * Tells whether a plugin looks at the interface for what it has to remove elsewhere: bridge and ptp of the reference for
     * the rules of ipMasq and macspoofchk, and tuning for its backup.
     */
    static boolean concerns(PluginConfig plugin) {
        try {
            JsonNode config = Json.parse(plugin.json());
            return plugin.type().equals("tuning")
                    || config.path("ipMasq").asBoolean()
                    || config.path("macspoofchk").asBoolean();
        } catch (JsonException e) {
            throw new IllegalStateException("a configuration that was read before: " + e.getMessage(), e);
        }
    }

    /** Gives the place to show to such plugins; nothing if the interface is as ADD left it. */
    static Optional<NamespaceStandIn> standIn(Attachment attachment, CniResult result, PluginInvoker invoker) {
        List<IpPrefix> addresses = addresses(result, attachment.ifName());
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        try {
            return invoker.standIn(attachment.netns().orElse(null), attachment.ifName(), addresses);
        } catch (IOException e) {
            LOG.warn(
                    "no stand-in for the lost interface of {}; plugins may leave rules for {}: {}",
                    attachment,
                    addresses,
                    e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Tells whether DEL failed at a rule that is not there: the reference plugins only know the words of iptables-legacy
     * for that, and take those of iptables-nft for a failure (go-iptables before 0.7, IsNotExist).
     */
    static boolean isRemovedAlready(CniException failure) {
        String text = failure.msg() + " " + failure.details();
        return text.contains("iptables") && text.contains("does not exist");
    }

    // Addresses of no interface belong to the container's, as in results that do not know interfaces.
    private static List<IpPrefix> addresses(CniResult result, String ifName) {
        List<CniInterface> interfaces = result.interfaces();
        return result.ips().stream()
                .filter(ip -> ip.interfaceIndex().isEmpty()
                        || ip.interfaceIndex().getAsInt() >= interfaces.size()
                        || interfaces.get(ip.interfaceIndex().getAsInt()).name().equals(ifName))
                .map(CniIp::address)
                .toList();
    }
}
