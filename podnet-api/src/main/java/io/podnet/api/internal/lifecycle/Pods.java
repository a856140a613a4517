// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.AddressRequest;
import io.podnet.api.NetworkMode;
import io.podnet.api.PodAttachment;
import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.PodInfo;
import io.podnet.api.PodNetwork;
import io.podnet.api.PodSpec;
import io.podnet.api.PodState;
import io.podnet.api.PodStats;
import io.podnet.api.RecoveryReport;
import io.podnet.api.ReloadReport;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.inspect.NetworkViews;
import io.podnet.api.internal.inspect.ServedPorts;
import io.podnet.api.internal.network.StaticAddresses;
import io.podnet.api.internal.port.HostPorts;
import io.podnet.api.internal.port.PodPorts;
import io.podnet.api.internal.record.NetnsPlace;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.base.FileLocks.Held;
import io.podnet.base.PodnetException;
import io.podnet.base.ProcessIdentity;
import io.podnet.base.Undisturbed;
import io.podnet.cni.NetworkConfigList;
import io.podnet.inspect.Fidelity;
import io.podnet.inspect.InspectDocument;
import io.podnet.inspect.Inspector;
import io.podnet.netns.Netns;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What can be done to pods; each operation takes the locks that it needs. */
public final class Pods implements AutoCloseable {
    private final Host host;
    private final Holding holding;
    private final Lookup lookup;
    private final Places places;
    private final Creation creation;
    private final Startup startup;
    private final Connection connection;
    private final Reloading reloading;
    private final Settling settling;
    private final Stopping stopping;
    private final Statistics statistics;
    private final Recovery recovery;
    private final Inside inside;
    private final NetworkViews views;

    /**
     * Works on a host.
     *
     * @param host all that podnet works with, closed with this object
     */
    public Pods(Host host) {
        this.places = new Places(host);
        Attaching attaching = new Attaching(host, places);
        Removal removal = new Removal(host, places, attaching);
        this.host = host;
        this.holding = new Holding(host);
        this.lookup = new Lookup(host);
        this.creation = new Creation(host, lookup);
        this.startup = new Startup(host, places, attaching, removal);
        this.connection = new Connection(host, places, attaching);
        this.reloading = new Reloading(host, places, attaching);
        this.settling = new Settling(places, connection, reloading, removal, host);
        this.stopping = new Stopping(holding, lookup, removal);
        this.statistics = new Statistics(places);
        this.recovery = new Recovery(
                host, places, holding, settling, removal, new Restoring(host, places, attaching, reloading));
        this.inside = new Inside(host, places);
        this.views = new NetworkViews(host, places::file);
    }

    private Infos infos() {
        return new Infos(places, new PublishedPorts(host));
    }

    /**
     * Creates a pod that lives until it is removed.
     *
     * @param spec what it is to be
     * @return the pod
     */
    public PodInfo create(PodSpec spec) {
        return infos().of(creation.add(creation.draft(spec, Optional.empty())));
    }

    /**
     * Creates and starts a pod that must not be there without this process.
     *
     * @param spec what it is to be
     * @return the pod
     */
    public Started run(PodSpec spec) {
        host.preconditions().check();
        recovery.quick();
        PodRecord draft = creation.draft(spec, Optional.of(ProcessIdentity.current()));
        List<NetworkConfigList> networks = usable(draft);
        HostPorts ports = claim(draft);
        try (Held owner = holdOwner(draft)) {
            PodRecord intended =
                    creation.add(Startup.intent(draft, startup.place(draft, runningOwner(draft)), ports.chosen()));
            return new Started(infos().of(makeRecorded(intended, networks)), ports);
        } catch (RuntimeException | Error e) {
            ports.close();
            throw e;
        }
    }

    // It has been on record without a lock: somebody may have removed it, or started it.
    private PodRecord makeRecorded(PodRecord intended, List<NetworkConfigList> networks) {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            return holding.change(intended.id(), pod -> {
                if (!pod.work().equals(intended.work())) {
                    throw improper(pod, "somebody else has changed it since it was created");
                }
                begun.set(true);
                return startup.make(pod, networks, NetnsSource.fresh(), AddressRequest.none());
            });
        } catch (RuntimeException | Error e) {
            if (!begun.get()) {
                withdraw(intended, e);
            }
            throw e;
        }
    }

    // Otherwise it would be on record for as long as this process lives, which nobody knows of. On a thread that nobody
    // interrupts, as that may be the failure.
    private void withdraw(PodRecord intended, Throwable failure) {
        try {
            Undisturbed.call(() -> host.records()
                    .find(intended.id())
                    .map(seen -> holding.change(intended.id(), pod -> {
                        if (pod.work().equals(intended.work())) {
                            startup.undo(pod, failure);
                        }
                        return pod;
                    })));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Starts a pod.
     *
     * @param id the pod's id
     * @param once addresses for this time
     */
    public void start(PodId id, AddressRequest once) {
        start(id, once, NetnsSource.fresh());
    }

    /**
     * Starts a pod around the namespace of a process.
     *
     * @param id the pod's id
     * @param pid the process
     */
    public void startAround(PodId id, long pid) {
        NetworkMode mode = host.records().load(id).plan().mode();
        if (!mode.isBridge() && !(mode instanceof NetworkMode.None)) {
            throw unsupported(mode);
        }
        try (Netns theirs = host.namespaces().ofProcess(pid);
                Netns ours = host.namespaces().current()) {
            if (theirs.identity().equals(ours.identity())) {
                throw new PodException(
                        "netns-unknown", "process " + pid + " has no network namespace of its own, but the host's");
            }
        }
        start(id, AddressRequest.none(), NetnsSource.ofProcess(pid));
    }

    private void start(PodId id, AddressRequest once, NetnsSource source) {
        host.preconditions().check();
        try (Held owner = holdOwner(host.records().load(id))) {
            holding.change(id, seen -> {
                PodRecord pod = settling.settle(seen);
                if (pod.state() == PodState.RUNNING) {
                    throw improper(pod, "it is running already");
                }
                List<NetworkConfigList> networks = usable(pod);
                requireUsable(once, pod, networks);
                NetnsPlace place = startup.place(pod, runningOwner(pod));
                // Held only while the rules are made: afterwards the record speaks for the ports.
                try (HostPorts ports = claim(pod)) {
                    PodRecord intended = host.records().intend(Startup.intent(pod, place, ports.chosen()));
                    return startup.make(intended, networks, source, once);
                }
            });
        }
    }

    private void requireUsable(AddressRequest once, PodRecord pod, List<NetworkConfigList> networks) {
        if (once.equals(AddressRequest.none())) {
            return;
        }
        if (networks.isEmpty()) {
            throw new PodException("address-unusable", "pod " + pod.name() + " is on no network to have addresses on");
        }
        StaticAddresses.require(networks.get(0), once.ip().stream().toList());
    }

    // So that it does not stop meanwhile. Before the lock of the pod itself, as whoever stops an owner does.
    private Held holdOwner(PodRecord pod) {
        return pod.plan().mode() instanceof NetworkMode.Pod
                ? host.locks().pod(lookup.owner(pod).id())
                : () -> {};
    }

    private PodRecord runningOwner(PodRecord pod) {
        PodRecord owner = lookup.owner(pod);
        if (!owner.id().equals(pod.id())
                && (owner.state() != PodState.RUNNING || owner.sandbox().isEmpty())) {
            throw improper(pod, "pod " + owner.name() + ", whose network namespace it shares, is " + owner.state());
        }
        return owner;
    }

    private List<NetworkConfigList> usable(PodRecord pod) {
        return pod.plan().networkNames().stream().map(host.networks()::usable).toList();
    }

    private HostPorts claim(PodRecord pod) {
        return host.grounds()
                .claim(
                        pod.plan().ports(),
                        () -> new PodPorts(pod.id(), host.records().all().pods()));
    }

    /**
     * Connects a pod to a network.
     *
     * @param id the pod's id
     * @param wanted the network
     * @return its interface
     */
    public PodAttachment connect(PodId id, PodNetwork wanted) {
        requireBridge(host.records().load(id));
        PodNetwork network = creation.resolve(wanted);
        return holding.change(
                id,
                List.of(network.name()),
                pod -> Connection.show(connection.connect(settling.settle(pod), network), network.name()));
    }

    /**
     * Disconnects a pod from a network.
     *
     * @param id the pod's id
     * @param network the network's name, id, or the beginning of that
     * @param force whether to go on if a plugin fails
     */
    public void disconnect(PodId id, String network, boolean force) {
        PodRecord seen = host.records().load(id);
        requireBridge(seen);
        String name = networkName(seen, network);
        holding.change(id, pod -> {
            // Disconnected before, but not to the end.
            boolean begun = pod.plan().network(name).isEmpty()
                    && pod.sandbox()
                            .flatMap(sandbox -> sandbox.attachment(name))
                            .isPresent();
            if (begun && force) {
                return connection.abandon(pod, name);
            }
            PodRecord settled = settling.settle(pod);
            return begun ? settled : connection.disconnect(settled, name, seen.name(), force);
        });
    }

    // The configuration of a network may go while pods are on it.
    private String networkName(PodRecord pod, String nameOrId) {
        try {
            return host.networks().find(nameOrId).name();
        } catch (PodnetException e) {
            if (pod.plan().network(nameOrId).isPresent()) {
                return nameOrId;
            }
            throw e;
        }
    }

    /**
     * Attaches a pod to its networks anew.
     *
     * @param id the pod's id
     * @return what was found
     */
    public ReloadReport reload(PodId id) {
        return holding.change(id, pod -> {
            if (pod.state() != PodState.RUNNING
                    || pod.work().filter(work -> work.kind().isWhole()).isPresent()) {
                throw new PodException(
                        "pod-state-improper",
                        "cannot reload network unless pod network has been configured: pod " + pod.name() + " is "
                                + pod.state() + ": pod state improper");
            }
            requireBridge(pod);
            return reloading.reload(connection.settle(pod));
        });
    }

    private static void requireBridge(PodRecord pod) {
        if (!pod.plan().mode().isBridge()) {
            throw unsupported(pod.plan().mode());
        }
    }

    // podman's text; there host, none and container are the empty mode.
    private static PodException unsupported(NetworkMode mode) {
        return new PodException("network-mode-invalid", "\"" + mode + "\" is not supported: invalid network mode");
    }

    /**
     * Reads a pod's counters.
     *
     * @param id the pod's id
     * @return the counters
     */
    public PodStats stats(PodId id) {
        return statistics.read(host.records().load(id));
    }

    /**
     * Stops a pod.
     *
     * @param id the pod's id
     */
    public void stop(PodId id) {
        stopping.stop(id);
    }

    /**
     * Removes a pod.
     *
     * @param id the pod's id
     * @param force whether to do so although others share its namespace
     */
    public void remove(PodId id, boolean force) {
        stopping.remove(id, force);
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
            if (pod.state() != PodState.RUNNING
                    || pod.work().filter(work -> work.kind().isWhole()).isPresent()) {
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
        return infos().of(host.records().load(id));
    }

    /**
     * Makes the document of a pod.
     *
     * @param id the pod's id
     * @param inspector says by which rules
     * @return the document
     */
    public InspectDocument inspect(PodId id, Inspector inspector) {
        PodRecord pod = host.records().load(id);
        InspectDocument document = inspector.document(views.of(pod));
        return inspector.fidelity() == Fidelity.PODMAN
                ? document
                : ServedPorts.in(document, new PublishedPorts(host).of(pod));
    }

    /**
     * Lists the pods.
     *
     * @return what each is now, the oldest first
     */
    public List<PodInfo> list() {
        recovery.mend();
        return host.records().all().pods().stream()
                .sorted(Comparator.comparing(PodRecord::created)
                        .thenComparing(pod -> pod.id().value()))
                .map(infos()::of)
                .toList();
    }

    /**
     * Finds a pod.
     *
     * @param nameOrId its name, its id, or the beginning of its id
     * @return the pod's record
     */
    public PodRecord find(String nameOrId) {
        recovery.mend();
        return lookup.find(nameOrId);
    }

    /**
     * Removes and finishes what was left behind.
     *
     * @param dryRun whether only to look
     * @return what was done, or would be
     */
    public RecoveryReport recover(boolean dryRun) {
        return recovery.run(dryRun);
    }

    static PodException improper(PodRecord pod, String reason) {
        return new PodException("pod-state-improper", "pod " + pod.name() + ": " + reason);
    }

    @Override
    public void close() {
        host.close();
    }
}
