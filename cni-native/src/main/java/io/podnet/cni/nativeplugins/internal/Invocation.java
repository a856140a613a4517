// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.base.Failures;
import io.podnet.base.Undisturbed;
import io.podnet.base.UndoStack;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.CniVersion;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.nativeplugins.spi.CniArgs;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.Delegate;
import io.podnet.cni.nativeplugins.spi.Memory;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.nativeplugins.spi.PodNamespace;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.cni.spi.PluginInvocationException.Reason;
import io.podnet.netns.linux.RtNetlink;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of one plugin, and of those that it delegates to. */
final class Invocation implements NativeCall, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Invocation.class.getPackageName());

    private final NativePlugin plugin;
    private final PluginCall call;
    private final Gate gate;
    private final PluginRegistry plugins;
    private final Path runtime;
    private final Consumer<String> steps;
    private final Optional<Path> netns;
    private final long started = System.nanoTime();
    private boolean isUndoing;
    private @Nullable Pod pod;
    private @Nullable CniResult prevResult;
    private HostSocket.@Nullable Lease host;

    Invocation(
            NativePlugin plugin,
            PluginCall call,
            Gate gate,
            PluginRegistry plugins,
            Path runtime,
            Consumer<String> steps) {
        this.plugin = plugin;
        this.call = call;
        this.gate = gate;
        this.plugins = plugins;
        this.runtime = runtime;
        this.steps = steps;
        this.netns = call.netns().isEmpty() ? Optional.empty() : Optional.of(Path.of(call.netns()));
    }

    /** Does what the verb says; gives what an executable would print. */
    String run() {
        switch (call.verb()) {
            case ADD -> {
                pod();
                return allOrNothing(undo -> {
                    CniResult result = plugin.add(this);
                    undo.push(this::delete);
                    return result.as(gate.version()).toJson();
                });
            }
            case CHECK -> {
                pod();
                plugin.check(this);
            }
            case DEL -> delete();
            case GC -> gc();
            case STATUS -> plugin.status(this);
            case VERSION -> throw new IllegalStateException("VERSION has been answered");
        }
        return "";
    }

    private void delete() {
        plugin.delete(this);
        memory().forget(attachment());
    }

    // What is remembered and not valid is deleted as DEL would; then the plugin's own part.
    private void gc() {
        Failures failures = new Failures();
        Set<AttachmentId> valid = validAttachments();
        for (FileMemory.Marker marker : memory(plugin.type()).markers()) {
            if (!valid.contains(marker.attachment())) {
                failures.attempt(() -> delete(marker));
            }
        }
        failures.attempt(() -> plugin.gc(this));
        failures.throwIfAny();
    }

    private void delete(FileMemory.Marker marker) {
        PluginCall stale = new PluginCall(
                call.type(),
                CniVerb.DEL,
                marker.attachment().containerId(),
                marker.netns(),
                marker.attachment().ifName(),
                "",
                call.pluginPath(),
                call.extraEnvironment(),
                call.config(),
                call.deadline());
        try (Invocation invocation = new Invocation(plugin, stale, gate, plugins, runtime, steps)) {
            invocation.run();
        }
    }

    @Override
    public String network() {
        return gate.network();
    }

    @Override
    public CniVersion version() {
        return gate.version();
    }

    @Override
    public AttachmentId attachment() {
        if (call.containerId().isEmpty()) {
            throw new IllegalStateException(call.verb() + " is about no attachment");
        }
        return new AttachmentId(call.containerId(), call.ifName());
    }

    @Override
    public CniArgs args() {
        return gate.args();
    }

    @Override
    public ConfigObject config() {
        return gate.config();
    }

    @Override
    public Optional<CniResult> prevResult() {
        if (prevResult == null && gate.config().has("prevResult")) {
            prevResult = PluginConfig.parse(call.config()).prevResult().orElse(null);
        }
        return Optional.ofNullable(prevResult);
    }

    @Override
    public Set<AttachmentId> validAttachments() {
        Set<AttachmentId> valid = new LinkedHashSet<>();
        for (ConfigObject each : gate.config().objects("cni.dev/valid-attachments")) {
            valid.add(new AttachmentId(each.string("containerID"), each.string("ifname")));
        }
        return valid;
    }

    @Override
    public Optional<Path> netns() {
        return netns;
    }

    @Override
    public boolean hasPod() {
        return pod != null || netns.filter(Namespaces::isNetwork).isPresent();
    }

    @Override
    public boolean isPodEnding() {
        return call.netnsEnding();
    }

    @Override
    public PodNamespace pod() {
        if (pod == null) {
            Path file = netns.orElseThrow(() -> missing("", "no network namespace was named"));
            Namespaces.Identity identity = Namespaces.of(file)
                    .filter(Namespaces.Identity::isNamespace)
                    .orElseThrow(() -> missing(file.toString(), "it is no network namespace"));
            if (Namespaces.isOwn(identity)) {
                throw CniException.builder(
                                "cni-netns-own", "plugin's netns and netns from CNI_NETNS should not be the same")
                        .code(CniErrorCode.INVALID_NETNS)
                        .build();
            }
            pod = new Pod(file);
        }
        return pod;
    }

    private static CniException missing(String file, String fault) {
        return CniException.builder("cni-netns-missing", "failed to open netns \"" + file + "\": " + fault)
                .code(CniErrorCode.INVALID_NETNS)
                .build();
    }

    @Override
    public RtNetlink host() {
        if (host == null) {
            host = HostSocket.borrow();
        }
        return host.rtnl();
    }

    @Override
    public Delegate delegate(String type) {
        NativePlugin other = plugins.find(type)
                .orElseThrow(() -> CniException.builder(
                                "cni-config-invalid", "there is no native plugin of type \"" + type + "\"")
                        .code(CniErrorCode.INVALID_NETWORK_CONFIG)
                        .build());
        return new Delegation(other, this);
    }

    @Override
    public Memory memory() {
        return memory(plugin.type());
    }

    FileMemory memory(String type) {
        return new FileMemory(runtime, gate.network(), type, this::attachment, call.netns());
    }

    @Override
    public void step(String what) {
        steps.accept(what);
        if (isUndoing) {
            return;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new PluginInvocationException(Reason.INTERRUPTED, "interrupted before: " + what, "", "", null);
        }
        if (System.nanoTime() - started > call.deadline().toNanos()) {
            throw new PluginInvocationException(
                    Reason.DEADLINE, "not done within " + call.deadline() + ", before: " + what, "", "", null);
        }
    }

    @Override
    public <T> T allOrNothing(Function<UndoStack, T> work) {
        UndoStack undo = new UndoStack();
        try {
            return work.apply(undo);
        } catch (RuntimeException e) {
            throw undoAfter(e, undo);
        }
    }

    // On another thread: an interrupt of this one would also end reading and writing files.
    private RuntimeException undoAfter(RuntimeException failure, UndoStack undo) {
        int before = failure.getSuppressed().length;
        boolean wasUndoing = isUndoing;
        isUndoing = true;
        try {
            Undisturbed.call(() -> undo.undoAfter(failure));
        } catch (OutOfMemoryError e) {
            // No thread could be started: as many processes as there may be.
            failure.addSuppressed(e);
            undo.undoAfter(failure);
        } finally {
            isUndoing = wasUndoing;
        }
        Arrays.stream(failure.getSuppressed())
                .skip(before)
                // The reply of a plugin has no place for it.
                .forEach(each -> LOG.warn("{} is not undone wholly: {}", call, each.toString()));
        return failure;
    }

    @Override
    public void close() {
        if (pod != null) {
            pod.close();
        }
        if (host != null) {
            host.close();
        }
    }
}
