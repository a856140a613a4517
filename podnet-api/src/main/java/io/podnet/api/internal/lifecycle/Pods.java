package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.PodInfo;
import io.podnet.api.PodSpec;
import io.podnet.api.PodState;
import io.podnet.api.RecoveryReport;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.port.HostPorts;
import io.podnet.api.internal.port.PodPorts;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Records;
import io.podnet.base.FileLocks.Held;
import io.podnet.base.ProcessIdentity;
import io.podnet.cni.NetworkConfigList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What can be done to pods; each operation takes the locks that it needs. */
public final class Pods implements AutoCloseable {
    private final Host host;
    private final Creation creation;
    private final Startup startup;
    private final Removal removal;
    private final Recovery recovery;
    private final Inside inside;

    /**
     * Works on a host.
     *
     * @param host all that podnet works with, closed with this object
     */
    public Pods(Host host) {
        this.host = host;
        this.creation = new Creation(host);
        this.removal = new Removal(host);
        this.startup = new Startup(host, removal);
        this.recovery = new Recovery(host, removal);
        this.inside = new Inside(host);
    }

    /**
     * Creates a pod that lives until it is removed.
     *
     * @param spec what it is to be
     * @return the pod
     */
    public PodInfo create(PodSpec spec) {
        return Infos.of(creation.add(creation.draft(spec, Optional.empty())));
    }

    /**
     * Creates and starts a pod that must not be there without this process.
     *
     * @param spec what it is to be
     * @return the pod
     */
    public Started run(PodSpec spec) {
        host.preconditions().check();
        recovery.run();
        PodRecord draft = creation.draft(spec, Optional.of(ProcessIdentity.current()));
        List<NetworkConfigList> networks = usable(draft);
        HostPorts ports = claim(draft);
        try {
            PodRecord intended = creation.add(Startup.intent(draft, ports.chosen()));
            try (Held held = hold(intended)) {
                return new Started(Infos.of(startup.make(intended, networks)), ports);
            }
        } catch (RuntimeException | Error e) {
            ports.close();
            throw e;
        }
    }

    /**
     * Starts a pod.
     *
     * @param id the pod's id
     */
    public void start(PodId id) {
        host.preconditions().check();
        PodRecord seen = host.records().load(id);
        List<NetworkConfigList> networks = usable(seen);
        try (Held held = hold(seen)) {
            PodRecord pod = host.records().load(id);
            if (pod.work().isPresent()) {
                pod = removal.bare(pod);
            }
            if (pod.state() == PodState.RUNNING) {
                throw improper(pod, "it is running already");
            }
            // Held only while the rules are made: afterwards the record speaks for the ports.
            try (HostPorts ports = claim(pod)) {
                startup.make(host.records().intend(Startup.intent(pod, ports.chosen())), networks);
            }
        }
    }

    private List<NetworkConfigList> usable(PodRecord pod) {
        return pod.networks().stream().map(host.networks()::usable).toList();
    }

    private HostPorts claim(PodRecord pod) {
        return host.grounds()
                .claim(
                        pod.ports(),
                        () -> new PodPorts(pod.id(), host.records().all().pods()));
    }

    private Held hold(PodRecord pod) {
        Held networks = host.locks().networks(pod.networks());
        try {
            Held lock = host.locks().pod(pod.id());
            return () -> {
                lock.close();
                networks.close();
            };
        } catch (RuntimeException e) {
            networks.close();
            throw e;
        }
    }

    /**
     * Stops a pod.
     *
     * @param id the pod's id
     */
    public void stop(PodId id) {
        change(id, pod -> {
            if (pod.sandbox().isPresent()) {
                removal.bare(pod);
            }
        });
    }

    /**
     * Removes a pod.
     *
     * @param id the pod's id
     */
    public void remove(PodId id) {
        change(id, removal::remove);
    }

    private interface Change {
        void apply(PodRecord pod);
    }

    private void change(PodId id, Change change) {
        PodRecord seen = host.records().load(id);
        try (Held held = hold(seen)) {
            change.apply(host.records().load(id));
        }
    }

    /**
     * Starts a process inside a pod.
     *
     * @param id the pod's id
     * @param command what to start
     * @return the process
     */
    public Process exec(PodId id, ProcessBuilder command) {
        try (Held lock = host.locks().pod(id)) {
            PodRecord pod = host.records().load(id);
            if (pod.state() != PodState.RUNNING || pod.work().isPresent()) {
                throw improper(pod, "it is " + pod.state() + ", not running");
            }
            return inside.start(pod, command);
        }
    }

    /**
     * Looks at a pod.
     *
     * @param id the pod's id
     * @return what it is now
     */
    public PodInfo info(PodId id) {
        return Infos.of(host.records().load(id));
    }

    /**
     * Lists the pods.
     *
     * @return what each is now, the oldest first
     */
    public List<PodInfo> list() {
        return host.records().all().pods().stream()
                .sorted(Comparator.comparing(PodRecord::created)
                        .thenComparing(pod -> pod.id().value()))
                .map(Infos::of)
                .toList();
    }

    /**
     * Finds a pod.
     *
     * @param nameOrId its name, its id, or the beginning of its id
     * @return the pod
     */
    public PodInfo find(String nameOrId) {
        List<PodRecord> pods = host.records().all().pods();
        Optional<PodRecord> named = pods.stream()
                .filter(pod -> pod.name().equals(nameOrId) || pod.id().value().equals(nameOrId))
                .findFirst();
        if (named.isPresent()) {
            return Infos.of(named.get());
        }
        List<PodRecord> begun = pods.stream()
                .filter(pod -> !nameOrId.isEmpty() && pod.id().value().startsWith(nameOrId))
                .toList();
        if (begun.size() > 1) {
            throw new PodException("pod-ambiguous", "more than one result for pod ID " + nameOrId);
        }
        return Infos.of(begun.stream().findFirst().orElseThrow(() -> Records.unknown(nameOrId)));
    }

    /**
     * Removes and finishes what was left behind.
     *
     * @return what was done
     */
    public RecoveryReport recover() {
        return recovery.run();
    }

    private static PodException improper(PodRecord pod, String reason) {
        return new PodException("pod-state-improper", "pod " + pod.name() + ": " + reason);
    }

    @Override
    public void close() {
        host.close();
    }
}
