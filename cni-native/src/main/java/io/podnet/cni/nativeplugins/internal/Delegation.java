// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.base.UndoStack;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.nativeplugins.spi.CniArgs;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.Delegate;
import io.podnet.cni.nativeplugins.spi.Memory;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.nativeplugins.spi.PodNamespace;
import io.podnet.netns.linux.RtNetlink;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The same call for another plugin: it differs in what the other one remembers. */
final class Delegation implements Delegate, NativeCall {
    private final NativePlugin plugin;
    private final Invocation call;

    Delegation(NativePlugin plugin, Invocation call) {
        this.plugin = plugin;
        this.call = call;
    }

    @Override
    public CniResult add() {
        return plugin.add(this);
    }

    @Override
    public void check() {
        plugin.check(this);
    }

    @Override
    public void delete() {
        plugin.delete(this);
        memory().forget(attachment());
    }

    @Override
    public void gc() {
        plugin.gc(this);
    }

    @Override
    public void status() {
        plugin.status(this);
    }

    @Override
    public Memory memory() {
        return call.memory(plugin.type());
    }

    @Override
    public String network() {
        return call.network();
    }

    @Override
    public CniVersion version() {
        return call.version();
    }

    @Override
    public AttachmentId attachment() {
        return call.attachment();
    }

    @Override
    public CniArgs args() {
        return call.args();
    }

    @Override
    public ConfigObject config() {
        return call.config();
    }

    @Override
    public Optional<CniResult> prevResult() {
        return call.prevResult();
    }

    @Override
    public Set<AttachmentId> validAttachments() {
        return call.validAttachments();
    }

    @Override
    public Optional<Path> netns() {
        return call.netns();
    }

    @Override
    public boolean hasPod() {
        return call.hasPod();
    }

    @Override
    public boolean isPodEnding() {
        return call.isPodEnding();
    }

    @Override
    public PodNamespace pod() {
        return call.pod();
    }

    @Override
    public RtNetlink host() {
        return call.host();
    }

    @Override
    public Delegate delegate(String type) {
        return call.delegate(type);
    }

    @Override
    public void step(String what) {
        call.step(what);
    }

    @Override
    public <T> T allOrNothing(Function<UndoStack, T> work) {
        return call.allOrNothing(work);
    }
}
