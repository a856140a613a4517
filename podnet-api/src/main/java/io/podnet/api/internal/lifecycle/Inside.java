package io.podnet.api.internal.lifecycle;

import io.podnet.api.internal.Host;
import io.podnet.api.internal.process.PodProcesses;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.base.ProcessIdentity;
import io.podnet.netns.Netns;
import java.util.Optional;

/** Starts processes inside a pod. */
final class Inside {
    private final Host host;

    Inside(Host host) {
        this.host = host;
    }

    /** Starts a process in a pod that runs and whose lock the caller holds. */
    Process start(PodRecord pod, ProcessBuilder command) {
        Sandbox sandbox = pod.sandbox().orElseThrow();
        PodProcesses.mark(command.environment(), pod.id());
        Process process;
        try (Netns netns = host.namespaces().open(SandboxNames.of(sandbox))) {
            process = netns.start(command);
        }
        // It may have ended already.
        Optional<ProcessIdentity> identity = ProcessIdentity.of(process.pid());
        if (identity.isPresent()) {
            host.records().note(pod.with(sandbox.with(identity.get())));
        }
        return process;
    }
}
