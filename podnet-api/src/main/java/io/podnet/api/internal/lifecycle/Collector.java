// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodId;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.names.NameFiles;
import io.podnet.api.internal.process.PodProcesses;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.base.FileLocks.Held;
import io.podnet.cni.CachedAttachment;
import io.podnet.cni.CniVerb;
import io.podnet.cni.NetworkConfigList;
import io.podnet.netns.NetnsName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Collects what no record names any more though it is ours: the attachments that CNI remembers for pods on record, or set
 * aside, without being theirs; all that a pod may have whose record cannot be read, which its id tells; and files of
 * podnet's that were being written when their process was killed. What belongs to others carries ids that no record here
 * has, and is never touched.
 */
final class Collector {
    private final Host host;

    Collector(Host host) {
        this.host = host;
    }

    void run(Findings findings, boolean dryRun) {
        for (String each : host.records().asides()) {
            findings.attempt(() -> clear(new PodId(each), findings, dryRun));
        }
        Set<String> ours = host.records().all().pods().stream()
                .map(pod -> pod.id().value())
                .collect(Collectors.toSet());
        findings.attempt(() -> {
            for (CachedAttachment each : host.cni().attachments()) {
                if (ours.contains(each.attachment().containerId())) {
                    findings.attempt(() -> collect(each, findings, dryRun));
                }
            }
        });
        findings.attempt(() -> removeAbandoned(host.cni().abandonedFiles(), findings, dryRun));
        findings.attempt(() -> removeAbandoned(host.networks().abandonedFiles(), findings, dryRun));
        if (!dryRun) {
            for (NetworkConfigList each : host.networks().all()) {
                findings.attempt(() -> gc(each));
            }
        }
    }

    /** Removes records that were being written when their writer was killed. */
    void halfWrittenRecords(Findings findings, boolean dryRun) {
        findings.attempt(() -> removeAbandoned(host.records().abandonedFiles(), findings, dryRun));
    }

    private static void removeAbandoned(List<Path> files, Findings findings, boolean dryRun) {
        for (Path each : files) {
            findings.attempt(() -> {
                try {
                    if (dryRun ? Files.exists(each, LinkOption.NOFOLLOW_LINKS) : Files.deleteIfExists(each)) {
                        findings.collected("half-written file " + each);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(each + " cannot be removed: " + e.getMessage(), e);
                }
            });
        }
    }

    private void collect(CachedAttachment cached, Findings findings, boolean dryRun) {
        PodId id = new PodId(cached.attachment().containerId());
        try (Held lock = host.locks().pod(id)) {
            Optional<PodRecord> pod = host.records().find(id);
            if (pod.isEmpty()) {
                // Removed meanwhile, with its lock's file.
                host.locks().forget(id);
                return;
            }
            if (isNamed(pod.get(), cached)) {
                return;
            }
            if (!dryRun) {
                host.cni().delete(cached);
            }
            findings.collected(describe(cached));
        }
    }

    private static boolean isNamed(PodRecord pod, CachedAttachment cached) {
        return pod.sandbox().map(Sandbox::attachments).orElse(List.of()).stream()
                .anyMatch(each -> each.network().equals(cached.networkName())
                        && each.ifName().equals(cached.attachment().ifName()));
    }

    private static String describe(CachedAttachment cached) {
        String id = cached.attachment().containerId();
        return cached.attachment().ifName() + " of pod " + new PodId(id).shortened() + " on network "
                + cached.networkName();
    }

    // The record is set aside: nobody makes anything of that id any more.
    private void clear(PodId id, Findings findings, boolean dryRun) {
        String pin = SandboxNames.netns(id);
        Path file = host.settings().netns().resolve(pin);
        NameFiles names = host.nameFiles();
        if (!dryRun && Files.exists(file)) {
            findings.attempt(() -> PodProcesses.end(id, List.of(), Optional.of(file)));
        }
        for (CachedAttachment each : host.cni().attachments(id.value())) {
            findings.attempt(() -> {
                if (!dryRun) {
                    host.cni().delete(each);
                }
                findings.collected(describe(each));
            });
        }
        findings.attempt(() -> {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                if (!dryRun) {
                    host.namespaces().remove(NetnsName.of(pin));
                }
                findings.collected("network namespace " + pin);
            }
        });
        if (!dryRun) {
            findings.attempt(() -> names.remove(id));
        }
    }

    // For plugins that find what their DEL could not remove, from CNI 1.1.0 on: what CNI remembers of anybody stays.
    private void gc(NetworkConfigList network) {
        if (network.version().isAtLeast(CniVerb.GC.since())) {
            host.cni().gc(network, each -> true);
        }
    }
}
