// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.api.PodAttachment;
import io.podnet.api.PodNetwork;
import io.podnet.api.internal.record.AttachmentRecord;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpPrefix;
import io.podnet.base.MacAddress;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import java.util.List;
import java.util.Optional;

/** Reads out of results of CNI what concerns a pod. */
public final class ResultReader {
    private ResultReader() {}

    /**
     * Shows an attachment.
     *
     * @param attached the record
     * @return the attachment; without addresses while it is being made
     */
    public static PodAttachment attachment(AttachmentRecord attached) {
        if (attached.result().isEmpty()) {
            return new PodAttachment(attached.network(), attached.ifName(), Optional.empty(), List.of());
        }
        CniResult result = CniResult.parse(attached.result().get());
        Optional<MacAddress> mac = result.interfaces().stream()
                .filter(each -> isInside(each)
                        && each.name().equals(attached.ifName())
                        && !each.mac().isEmpty())
                .findFirst()
                .flatMap(each -> mac(each.mac()));
        List<IpPrefix> addresses = result.ips().stream()
                .filter(each -> isInside(each, result.interfaces()))
                .map(CniIp::address)
                .toList();
        return new PodAttachment(attached.network(), attached.ifName(), mac, addresses);
    }

    /**
     * Reads how a pod was on a network, so that it can be again.
     *
     * @param attached the record
     * @param planned the network of the pod's plan
     * @return the network with the addresses that the pod had; as planned, if it was never attached
     */
    public static PodNetwork asBefore(AttachmentRecord attached, PodNetwork planned) {
        if (attached.lastResult().isEmpty()) {
            return planned;
        }
        PodAttachment was = attachment(attached.withResult(attached.lastResult().get()));
        PodNetwork.Builder network = PodNetwork.builder(planned.name()).interfaceName(attached.ifName());
        planned.aliases().forEach(network::alias);
        was.mac().or(planned::mac).ifPresent(network::mac);
        was.addresses().forEach(each -> network.ip(each.address()));
        return network.build();
    }

    /**
     * Gives what the plugins answered.
     *
     * @param attached the record
     * @return the result; empty while the attachment is being made
     */
    public static Optional<CniResult> result(AttachmentRecord attached) {
        return attached.result().map(CniResult::parse);
    }

    // Links of other kinds than Ethernet have longer ones.
    private static Optional<MacAddress> mac(String text) {
        try {
            return Optional.of(MacAddress.parse(text));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    private static boolean isInside(CniInterface each) {
        return !each.sandbox().isEmpty();
    }

    // An address without an interface is the container's (results before 0.3.0 have no others).
    private static boolean isInside(CniIp ip, List<CniInterface> interfaces) {
        if (ip.interfaceIndex().isEmpty()) {
            return true;
        }
        int index = ip.interfaceIndex().getAsInt();
        return index < 0 || index >= interfaces.size() || isInside(interfaces.get(index));
    }
}
