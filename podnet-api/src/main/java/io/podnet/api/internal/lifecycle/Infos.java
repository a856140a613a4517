package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodAttachment;
import io.podnet.api.PodInfo;
import io.podnet.api.internal.network.ResultReader;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.base.PortMapping;
import java.util.List;

/** Shows records to callers. */
final class Infos {
    private Infos() {}

    static PodInfo of(PodRecord pod) {
        List<PodAttachment> attachments = pod.sandbox().stream()
                .flatMap(sandbox -> sandbox.attachments().stream())
                .map(ResultReader::attachment)
                .toList();
        List<PortMapping> ports = pod.sandbox().map(Sandbox::ports).orElse(pod.ports());
        return new PodInfo(pod.id(), pod.name(), pod.created(), pod.state(), pod.networks(), attachments, ports);
    }
}
