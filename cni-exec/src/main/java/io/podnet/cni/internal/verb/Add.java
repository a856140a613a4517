package io.podnet.cni.internal.verb;

import io.podnet.base.AtomicFiles.Durability;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniException;
import io.podnet.cni.CniNames;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.CniVersion;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.internal.cache.CacheEntry;
import io.podnet.cni.internal.cache.CacheRead;
import io.podnet.cni.internal.config.PluginInput;
import io.podnet.cni.internal.exec.ExecInvoker;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.Support;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * ADD along a chain. Everything is checked first; then the cache says what is about to happen before it happens, so
 * that whoever comes after a crash can undo it; a failure is undone by DEL of all plugins that were called.
 */
final class Add {
    private final Setup setup;
    private final NetworkConfigList network;
    private final Attachment attachment;
    private final PluginCaller caller;
    private final PluginInput input;

    /** How many plugins may have had an effect. */
    private int reached;

    private @Nullable CniResult result;

    Add(Setup setup, NetworkConfigList network, Attachment attachment) {
        this.setup = setup;
        this.network = network;
        this.attachment = attachment;
        PluginInvoker invoker = setup.backends().forNetwork(network, setup.pluginPath());
        this.caller = new PluginCaller(setup, invoker, network.name(), attachment);
        this.input = new PluginInput(network, setup.mode());
    }

    CniResult run() {
        return setup.isLiteral() ? addAsLibcni() : addSafely();
    }

    private CniResult addSafely() {
        checkNames();
        Optional<Backends.Refusal> refusal = Backends.refusal(caller.invoker(), network, setup.pluginPath());
        if (refusal.isPresent()) {
            throw refused(refusal.get());
        }
        String backend = caller.invoker().name();
        CacheEntry entry = CacheEntry.of(
                network.name(), attachment, network.cacheBytes(), backend.equals(ExecInvoker.NAME) ? "" : backend);
        checkFree(entry);
        setup.cache().write(entry, Durability.DISK);
        try {
            for (PluginConfig plugin : network.plugins()) {
                if (result != null) {
                    setup.cache().write(entry.withResult(result), Durability.PAGE_CACHE);
                }
                result = inNetworkVersion(call(plugin));
            }
            CniResult complete = complete();
            setup.cache().write(entry.withResult(complete), Durability.DISK);
            return complete;
        } catch (RuntimeException | Error e) {
            undo(e, entry);
            throw e;
        }
    }

    private CniResult addAsLibcni() {
        for (PluginConfig plugin : network.plugins()) {
            if (caller.invoker().supports(plugin.type(), plugin.json(), setup.pluginPath()) instanceof Support.No no) {
                throw refused(new Backends.Refusal(plugin, no.reason()));
            }
            try {
                checkParts();
            } catch (CniException e) {
                throw caller.failure(CniVerb.ADD, plugin, Failure.copy(e));
            }
            result = call(plugin);
        }
        try {
            setup.cache()
                    .write(
                            CacheEntry.of(network.name(), attachment, network.bytes(), "")
                                    .withResult(complete()),
                            Durability.DISK);
        } catch (CniException e) {
            throw Failure.copy(e)
                    .prefix("failed to set network " + GoText.quote(network.name()) + " cached result")
                    .network(network.name())
                    .attachment(attachment.id())
                    .verb(CniVerb.ADD)
                    .build();
        }
        return complete();
    }

    private CniResult complete() {
        if (result == null) {
            throw new IllegalStateException("network " + network.name() + " has no plugins");
        }
        return result;
    }

    private CniResult call(PluginConfig plugin) {
        reached++;
        String stdout =
                caller.call(CniVerb.ADD, plugin, input.forAttachment(plugin, result, attachment.capabilityArgs()));
        try {
            return CniResult.parse(stdout, network.cniVersion());
        } catch (CniException e) {
            throw caller.failure(CniVerb.ADD, plugin, Failure.copy(e));
        }
    }

    // A plugin may answer in a version of its own; the next one only understands that of the configuration.
    private CniResult inNetworkVersion(CniResult answer) {
        try {
            CniVersion version = network.version();
            return version.isSupported() ? answer.as(version) : answer;
        } catch (CniException e) {
            return answer;
        }
    }

    private void checkNames() {
        try {
            checkParts();
        } catch (CniException e) {
            throw Failure.copy(e)
                    .prefix("network " + GoText.quote(network.name()) + ": cannot attach " + attachment.id())
                    .network(network.name())
                    .attachment(attachment.id())
                    .verb(CniVerb.ADD)
                    .build();
        }
    }

    private void checkParts() {
        CniNames.checkContainerId(attachment.containerId());
        CniNames.checkNetworkName(network.name());
        CniNames.checkIfName(attachment.ifName());
    }

    private CniException refused(Backends.Refusal refusal) {
        return caller.failure(
                CniVerb.ADD, refusal.plugin(), CniException.builder("cni-plugin-not-found", refusal.reason()));
    }

    // What is recorded is attached, or half attached; a second ADD would fail in the first plugin, and undoing that
    // would tear down the first attachment.
    private void checkFree(CacheEntry entry) {
        CacheRead read = setup.cache().read(entry.key());
        String fault;
        if (read instanceof CacheRead.Known known) {
            fault = known.entry().result() == null
                    ? "an ADD of the same attachment was cut off; delete it first"
                    : "it is attached already; delete it first";
        } else if (read instanceof CacheRead.Foreign foreign) {
            fault = "its cache file " + setup.cache().file(entry.key()) + " belongs to container "
                    + foreign.owner().attachment().containerId() + ", interface "
                    + foreign.owner().attachment().ifName() + " on network "
                    + GoText.quote(foreign.owner().network()) + ", whose name is the same once joined";
        } else {
            return;
        }
        throw CniException.builder("cni-attached", fault)
                .prefix("network " + GoText.quote(network.name()) + ": cannot attach " + attachment.id())
                .network(network.name())
                .attachment(attachment.id())
                .verb(CniVerb.ADD)
                .build();
    }

    private void undo(Throwable failure, CacheEntry entry) {
        // A plugin that was never started has nothing to undo.
        boolean started = !(failure instanceof CniException e
                && (e.errorCode().equals("cni-plugin-not-found")
                        || e.errorCode().equals("cni-plugin-not-started")));
        int count = started ? reached : reached - 1;
        boolean interrupted = Thread.interrupted();
        try {
            List<CniException> failures = new Teardown(setup, network, attachment, caller).run(count, result);
            failures.forEach(failure::addSuppressed);
            if (failures.isEmpty()) {
                setup.cache().delete(entry.key());
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
