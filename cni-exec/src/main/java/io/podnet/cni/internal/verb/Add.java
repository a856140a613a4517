// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.base.AtomicFiles.Durability;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.internal.cache.CacheEntry;
import io.podnet.cni.internal.cache.CacheKey;
import io.podnet.cni.internal.cache.CacheRead;
import io.podnet.cni.internal.exec.ExecInvoker;
import io.podnet.cni.spi.PluginInvoker;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ADD along a chain. Everything is checked first; then the cache says what is about to happen before it happens, so
 * that whoever comes after a crash can undo it; a failure is undone by DEL of all plugins that were called.
 */
final class Add {
    private static final Logger LOG = LoggerFactory.getLogger(Add.class.getPackageName());

    private final Setup setup;
    private final NetworkConfigList network;
    private final Attachment attachment;
    private final Backends.Choice choice;
    private final PluginInvoker invoker;
    private final PluginCaller caller;
    private final AddChain chain;

    Add(Setup setup, NetworkConfigList network, Attachment attachment) {
        this.setup = setup;
        this.network = network;
        this.attachment = attachment;
        this.choice = setup.backends().choose(network, setup.pluginPath());
        this.invoker = choice.invoker();
        this.caller = new PluginCaller(setup, invoker, network.name(), attachment);
        this.chain = new AddChain(setup, network, attachment, caller);
    }

    CniResult run() {
        new Checks(network, attachment).all(invoker);
        Optional<Backends.Refusal> refusal = choice.refusal();
        if (refusal.isPresent()) {
            throw caller.failure(
                    CniVerb.ADD, refusal.get().plugin(), refusal.get().failure());
        }
        clear(new CacheKey(network.name(), attachment.id()));
        String backend = invoker.name().equals(ExecInvoker.NAME) ? "" : invoker.name();
        CacheEntry entry = CacheEntry.pending(network.name(), attachment, network.cacheBytes(), backend);
        setup.cache().write(entry, Durability.DISK);
        try {
            Optional<CniResult> written = Optional.empty();
            for (PluginConfig plugin : network.plugins()) {
                // Most plugins after the first pass on what they were given.
                if (!chain.result().equals(written)) {
                    written = chain.result();
                    write(entry, written.orElseThrow());
                }
                chain.call(plugin);
            }
            CniResult result = chain.result().orElseThrow();
            setup.cache().write(entry.withResult(result).complete(), Durability.DISK);
            return result;
        } catch (RuntimeException | Error e) {
            undo(e, entry.key());
            throw e;
        }
    }

    // A rename is enough until the end: after a power cut nothing is left that this would have to undo but what the
    // first plugin leaves, and for that the entry without a result will do.
    private void write(CacheEntry entry, CniResult soFar) {
        setup.cache().write(entry.withResult(soFar), Durability.PAGE_CACHE);
    }

    // What is recorded is attached; a second ADD would fail in the first plugin, and undoing that would tear down the
    // first attachment. What cannot be in use any more is cleaned up instead: an ADD that was cut off, or one whose
    // namespace is gone, as after a restart of the machine.
    private void clear(CacheKey key) {
        CacheRead read = setup.cache().read(key);
        if (read instanceof CacheRead.Foreign foreign) {
            throw refused("its cache file " + setup.cache().file(key) + " belongs to container "
                    + foreign.owner().attachment().containerId() + ", interface "
                    + foreign.owner().attachment().ifName() + " on network "
                    + GoText.quote(foreign.owner().network()) + ", whose name is the same once joined");
        }
        if (read instanceof CacheRead.Known known) {
            CacheEntry entry = known.entry();
            boolean inUse = Recall.netns(entry).filter(invoker::namespaceExists).isPresent();
            if (inUse && !entry.isPending()) {
                throw refused("it is attached already; delete it first");
            }
            LOG.info("{} on network {} is left over from an earlier ADD; deleting it", attachment, network.name());
            try {
                new Delete(setup, network, entry.attachment()).run();
            } catch (CniException e) {
                throw Failure.within("cannot attach again what an earlier ADD has left and DEL fails to remove", e);
            }
        }
    }

    private CniException refused(String fault) {
        return CniException.builder("cni-attached", fault)
                .prefix("network " + GoText.quote(network.name()) + ": cannot attach " + attachment.id())
                .network(network.name())
                .attachment(attachment.id())
                .verb(CniVerb.ADD)
                .build();
    }

    // An interrupt ended ADD; it must not end the undoing too.
    private void undo(Throwable failure, CacheKey key) {
        boolean interrupted = Thread.interrupted();
        try {
            List<CniException> failures = new Teardown(setup, network, attachment, caller)
                    .run(chain.reached(), chain.result().orElse(null));
            failures.forEach(failure::addSuppressed);
            if (failures.isEmpty()) {
                setup.cache().delete(key);
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
