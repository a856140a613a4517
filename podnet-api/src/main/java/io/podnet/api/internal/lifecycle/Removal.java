// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodState;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.process.PodProcesses;
import io.podnet.api.internal.record.AttachmentRecord;
import io.podnet.api.internal.record.NetnsPlace;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Records;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.api.internal.record.Work;
import io.podnet.base.Failures;
import io.podnet.base.Undisturbed;
import io.podnet.netns.NetnsName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Removes what a pod has outside its record, however much of it there is: after a stop, a failed start, a crash. */
final class Removal {
    private static final Path HOST = Path.of("/proc/self/ns/net");

    private final Host host;
    private final Places places;
    private final Attaching attaching;

    Removal(Host host, Places places, Attaching attaching) {
        this.host = host;
        this.places = places;
        this.attaching = attaching;
    }

    /** Removes a pod whose locks the caller holds, with its record, unless something is left. */
    void remove(PodRecord pod) {
        Undisturbed.call(() -> {
            PodRecord gone =
                    pod.sandbox().isPresent() ? clear(pod, pod.sandbox().get()) : pod;
            host.records().forget(gone.id());
            host.locks().forget(gone.id());
            release();
            host.events().podRemoved(gone.id(), gone.name());
            return gone;
        });
    }

    /**
     * Removes all but the record of a pod whose locks the caller holds. Goes on to the end; what is left stays on record.
     *
     * @return what the record says then
     */
    PodRecord bare(PodRecord pod) {
        return Undisturbed.call(() -> {
            PodRecord cleared = clear(pod, pod.sandbox().orElseThrow());
            PodState now = cleared.state() == PodState.RUNNING ? PodState.STOPPED : cleared.state();
            PodRecord bare = host.records().note(cleared.bare(now));
            release();
            if (cleared.state() == PodState.RUNNING) {
                host.events().podStopped(bare.id(), bare.name());
            }
            return bare;
        });
    }

    private void release() {
        host.grounds().release(() -> {
            Records.All all = host.records().all();
            // One that cannot be read may well be there.
            return !all.unusable().isEmpty()
                    || all.pods().stream().anyMatch(pod -> pod.sandbox().isPresent());
        });
    }

    private PodRecord clear(PodRecord before, Sandbox sandbox) {
        PodRecord pod = before;
        if (pod.work().filter(work -> work.kind().isWhole()).isEmpty()) {
            // Not to disk: the record that is there names all that is being removed, and after a restart of the machine
            // the rest of it goes in any case.
            pod = host.records().note(pod.begin(Work.Kind.STOP, sandbox));
        }
        Failures failures = new Failures();
        PodRecord leaving = pod;
        AtomicBoolean deserted = new AtomicBoolean();
        failures.attempt(() -> deserted.set(PodProcesses.end(leaving.id(), sandbox.processes(), netns(sandbox))));
        failures.attempt(() -> host.grounds().withdraw(leaving.id()));
        List<AttachmentRecord> left = new ArrayList<>(sandbox.attachments());
        List<AttachmentRecord> reversed = new ArrayList<>(sandbox.attachments());
        Collections.reverse(reversed);
        // Its end takes the interfaces along, unless somebody is inside who keeps it alive.
        boolean ends = deserted.get() && sandbox.netns() instanceof NetnsPlace.Pinned;
        for (AttachmentRecord each : reversed) {
            if (failures.attempt(() -> attaching.detach(leaving, sandbox, each, ends))) {
                left.remove(each);
            }
        }
        failures.attempt(() -> host.nameFiles().remove(leaving.id()));
        // Also when a plugin failed: the kernel takes the interfaces with it, and DEL does without a namespace later.
        if (sandbox.netns() instanceof NetnsPlace.Pinned pinned) {
            failures.attempt(() -> host.namespaces().remove(NetnsName.of(pinned.pin())));
        }
        if (!failures.isEmpty()) {
            host.records().note(pod.unfinished(Work.Kind.STOP, sandbox.withAttachments(left)));
            failures.throwIfAny();
        }
        return pod;
    }

    private Optional<Path> netns(Sandbox sandbox) {
        return sandbox.netns() instanceof NetnsPlace.OfHost
                ? Optional.of(HOST)
                : places.file(sandbox.netns()).map(host.grounds()::look).filter(Files::exists);
    }
}
