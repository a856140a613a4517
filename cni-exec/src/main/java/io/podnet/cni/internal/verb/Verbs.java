// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.cni.Attachment;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.NetworkConfigList;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verbs of CNI on chains of plugins. Takes no locks: the caller does. */
public final class Verbs {
    private final Setup setup;

    /** Makes the verbs of one client. */
    public Verbs(Setup setup) {
        this.setup = setup;
    }

    /** Attaches. */
    public CniResult add(NetworkConfigList network, Attachment attachment) {
        return setup.isLiteral()
                ? new LiteralAdd(setup, network, attachment).run()
                : new Add(setup, network, attachment).run();
    }

    /** Looks whether an attachment is as it was made. */
    public void check(NetworkConfigList network, Attachment attachment) {
        new Check(setup, network, attachment).run();
    }

    /** Detaches. */
    public void delete(NetworkConfigList network, Attachment attachment) {
        new Delete(setup, network, attachment).run();
    }

    /** Removes what is not valid any more; null stands for libcni's nil arguments. */
    public void gc(NetworkConfigList network, @Nullable Collection<AttachmentId> valid) {
        new Gc(setup, network, valid).run();
        if (!setup.isLiteral()) {
            setup.cache().sweep();
        }
    }

    /** Tells whether ADD would work now. */
    public void status(NetworkConfigList network) {
        new Status(setup, network).run();
    }

    /** Lists the versions that a plugin speaks. */
    public List<String> versions(String type) {
        return new Versions(setup).of(type);
    }

    /** Tells which backends would be asked, and why one is passed over. */
    public Map<String, Optional<String>> backends(NetworkConfigList network) {
        Map<String, Optional<String>> reasons = new LinkedHashMap<>();
        setup.backends()
                .explain(network, setup.pluginPath())
                .forEach((name, refusal) -> reasons.put(name, refusal.map(Backends.Refusal::toString)));
        return reasons;
    }

    /** What killed writers left of the backends' own files. */
    public List<Path> abandonedFiles() {
        return setup.backends().abandonedFiles();
    }

    /** Looks whether one backend can run all plugins. */
    public void requirePlugins(NetworkConfigList network) {
        Backends.Choice choice = setup.backends().choose(network, setup.pluginPath());
        if (choice.refusal().isPresent()) {
            Backends.Refusal refusal = choice.refusal().get();
            PluginCaller caller = new PluginCaller(setup, choice.invoker(), network.name(), null);
            throw caller.failure(
                    CniVerb.ADD, refusal.plugin(), CniException.builder("cni-plugin-not-found", refusal.reason()));
        }
    }

    /** Looks whether all plugins are there and speak the network's version. */
    public void validate(NetworkConfigList network) {
        new Versions(setup).validate(network);
    }
}
