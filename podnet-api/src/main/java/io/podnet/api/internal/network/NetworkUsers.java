// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Records;
import io.podnet.cni.CachedAttachment;
import io.podnet.cni.CniClient;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who uses a network: pods that would be attached to it, running or not, and containers of others that are. */
public final class NetworkUsers {
    private final Records records;
    private final CniClient cni;

    /**
     * Looks at records and at CNI's cache.
     *
     * @param records the pods
     * @param cni knows all attachments
     */
    public NetworkUsers(Records records, CniClient cni) {
        this.records = records;
        this.cni = cni;
    }

    /**
     * Lists the pods that use a network.
     *
     * @param network its name
     * @return their ids
     */
    public List<PodId> pods(String network) {
        return records.all().pods().stream()
                .filter(each -> uses(each, network))
                .map(PodRecord::id)
                .toList();
    }

    private static boolean uses(PodRecord pod, String network) {
        return pod.plan().network(network).isPresent()
                || pod.sandbox().stream()
                        .flatMap(sandbox -> sandbox.attachments().stream())
                        .anyMatch(each -> each.network().equals(network));
    }

    /** Refuses to remove a network that anybody uses. */
    void refuse(String network) {
        refusePods(network);
        Set<String> ours =
                records.all().pods().stream().map(each -> each.id().value()).collect(Collectors.toSet());
        List<CachedAttachment> others = cni.attachments().stream()
                .filter(each -> each.networkName().equals(network)
                        && !ours.contains(each.attachment().containerId()))
                .toList();
        if (!others.isEmpty()) {
            throw inUse("\"" + network + "\" has attachments of others with it, such as container "
                    + others.get(0).attachment().containerId() + ". Use -f to remove it all the same");
        }
    }

    /** Refuses to remove a network that a pod of ours uses. */
    void refusePods(String network) {
        if (!pods(network).isEmpty()) {
            throw inUse("\"" + network + "\" has associated pods with it. Use -f to forcibly delete pods");
        }
    }

    static PodException inUse(String text) {
        return new PodException("network-in-use", text + ": network is being used");
    }
}
