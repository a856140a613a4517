// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodNetwork;
import io.podnet.api.ReloadReport;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.network.ResultReader;
import io.podnet.api.internal.record.AttachmentRecord;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.api.internal.record.Work;
import io.podnet.base.Failures;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.base.PodnetException;
import io.podnet.cni.NetworkConfigList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attaches pods anew, as they were: after somebody flushed the firewall's rules. */
final class Reloading {
    private static final Logger LOG = LoggerFactory.getLogger(Reloading.class.getPackageName());

    /** What iptables says, in its two kinds, when the chains that DEL is to remove are gone; podman's own pattern. */
    private static final Pattern FLUSHED = Pattern.compile(
            "Couldn't load target `CNI-[a-f0-9]{24}':No such file or directory|Chain 'CNI-[a-f0-9]{24}' does not exist");

    private final Host host;
    private final Places places;
    private final Attaching attaching;

    Reloading(Host host, Places places, Attaching attaching) {
        this.host = host;
        this.places = places;
        this.attaching = attaching;
    }

    /**
     * Reloads a pod that runs and whose locks the caller holds. Goes on to the end: what fails stays on record, and is
     * made by the next reload.
     */
    ReloadReport reload(PodRecord running) {
        // All that can be looked at before anything is removed.
        for (PodNetwork each : running.plan().networks()) {
            host.networks().usable(each.name());
        }
        Path netns = places.present(running.sandbox().orElseThrow().netns())
                .orElseThrow(() -> Pods.improper(running, "its network namespace is gone"));
        List<String> missing = new ArrayList<>();
        for (AttachmentRecord each : running.sandbox().orElseThrow().attachments()) {
            host.attacher().check(running, netns, each).ifPresent(complaint -> missing.add(complaint));
        }
        Sandbox sandbox = running.sandbox().orElseThrow();
        PodRecord pod = host.records().intend(running.begin(Work.Kind.RELOAD, sandbox));
        Failures failures = new Failures();
        for (PodNetwork each : pod.plan().networks()) {
            try {
                sandbox = again(pod, sandbox, each, netns, missing);
            } catch (PodnetException e) {
                failures.add(e);
                sandbox = host.records()
                        .find(pod.id())
                        .flatMap(PodRecord::sandbox)
                        .orElse(sandbox);
            }
            pod = host.records().note(pod.with(sandbox));
        }
        if (!failures.isEmpty()) {
            host.records().note(pod.unfinished(Work.Kind.RELOAD, sandbox));
            failures.throwIfAny();
        }
        attaching.publish(pod, sandbox);
        host.records().note(pod.settled());
        return new ReloadReport(
                sandbox.attachments().stream().map(ResultReader::attachment).toList(), missing);
    }

    private Sandbox again(PodRecord pod, Sandbox sandbox, PodNetwork planned, Path netns, List<String> missing) {
        NetworkConfigList network = host.networks().find(planned.name());
        boolean publishes = !sandbox.ports().isEmpty()
                && sandbox.attachments().stream()
                        .filter(each -> !each.network().equals(planned.name()))
                        .noneMatch(AttachmentRecord::publishes);
        Optional<AttachmentRecord> was = sandbox.attachment(planned.name());
        AttachmentRecord intended = was.map(each -> each.again(publishes))
                .orElseGet(() -> AttachmentRecord.intended(
                        planned.name(), planned.interfaceName().orElseThrow(), publishes));
        Sandbox touched = was.isPresent() ? sandbox.with(intended) : sandbox.plus(intended);
        host.records().note(pod.with(touched));
        try {
            host.attacher().delete(pod, Optional.of(netns), intended, false);
        } catch (PodnetException e) {
            // What cannot be removed may be just what is missing; all other plugins were asked too.
            if (FLUSHED.matcher(e.getMessage()).find()) {
                LOG.info("{}", e.getMessage());
            } else {
                LOG.warn("{}", e.getMessage());
            }
            missing.add(e.getMessage());
            host.attacher().forget(pod, intended);
        }
        PodNetwork how = ResultReader.asBefore(intended, planned);
        try {
            return touched.with(attaching.attach(pod, touched, intended, network, how));
        } catch (PodnetException e) {
            if (how.ips().equals(planned.ips()) || !isAboutAddress(e, how)) {
                throw e;
            }
            return touched.with(elsewhere(pod, touched, intended, network, planned, e, missing));
        }
    }

    // As host-local says it: "requested IP address 10.88.0.5 is not available in range set ...".
    private static boolean isAboutAddress(PodnetException refusal, PodNetwork how) {
        return how.ips().stream()
                .map(address -> "address " + IpAddresses.format(address) + " is not available")
                .anyMatch(String.valueOf(refusal.getMessage())::contains);
    }

    /**
     * Nobody keeps a released address for us: another pod may have got it before we asked for it again, and long before if
     * we were cut off. Whoever did not ask for that one in particular is better served with another than with none.
     */
    private AttachmentRecord elsewhere(
            PodRecord pod,
            Sandbox sandbox,
            AttachmentRecord intended,
            NetworkConfigList network,
            PodNetwork planned,
            PodnetException refusal,
            List<String> missing) {
        AttachmentRecord made;
        try {
            made = attaching.attach(pod, sandbox, intended, network, planned);
        } catch (PodnetException e) {
            refusal.addSuppressed(e);
            throw refusal;
        }
        String told = "pod " + pod.name() + " has " + addresses(made) + " on network " + network.name()
                + " now, and not what it had: " + refusal.getMessage();
        LOG.warn("{}", told);
        missing.add(told);
        return made;
    }

    private static String addresses(AttachmentRecord made) {
        return ResultReader.attachment(made).addresses().stream()
                .map(IpPrefix::toString)
                .collect(Collectors.joining(" and "));
    }
}
