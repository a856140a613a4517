// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodAttachment;
import io.podnet.api.PodInfo;
import io.podnet.api.internal.network.ResultReader;
import io.podnet.api.internal.record.PodPlan;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.base.PortMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Shows records to callers. */
final class Infos {
    private final Places places;
    private final PublishedPorts published;

    Infos(Places places, PublishedPorts published) {
        this.places = places;
        this.published = published;
    }

    PodInfo of(PodRecord pod) {
        PodPlan plan = pod.plan();
        List<PodAttachment> attachments = pod.sandbox().stream()
                .flatMap(sandbox -> sandbox.attachments().stream())
                .map(ResultReader::attachment)
                .toList();
        List<PortMapping> ports = pod.sandbox().map(Sandbox::ports).orElse(plan.ports());
        Optional<Path> netns = pod.sandbox().map(Sandbox::netns).flatMap(places::file);
        return new PodInfo(
                pod.id(),
                pod.name(),
                pod.created(),
                pod.state(),
                plan.mode(),
                netns,
                plan.networks(),
                plan.networksNamed(),
                attachments,
                ports,
                plan.exposed(),
                published.of(pod));
    }
}
