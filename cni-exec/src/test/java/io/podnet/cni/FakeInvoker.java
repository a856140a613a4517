// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.base.Availability;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.PluginReply;
import io.podnet.cni.spi.Support;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A backend without processes: answers as the test says, and remembers what it was asked. */
public class FakeInvoker implements PluginInvoker {
    private final String name;
    private final int priority;
    private final Set<String> types;
    private final Function<PluginCall, PluginReply> answer;
    public final List<PluginCall> calls = new ArrayList<>();

    public FakeInvoker(String name, int priority, Set<String> types, Function<PluginCall, PluginReply> answer) {
        this.name = name;
        this.priority = priority;
        this.types = types;
        this.answer = answer;
    }

    /** A backend that knows the plugin {@code noop} alone. */
    public FakeInvoker(Function<PluginCall, PluginReply> answer) {
        this("fake", DEFAULT_PRIORITY, Set.of("noop"), answer);
    }

    public static PluginReply success(String stdout) {
        return new PluginReply(0, stdout, "");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public Availability probe() {
        return Availability.available("");
    }

    @Override
    public Support supports(String type, String config, List<Path> pluginPath) {
        return types.contains(type) ? Support.yes() : Support.no(name + " has no " + type);
    }

    @Override
    public PluginReply invoke(PluginCall call) {
        calls.add(call);
        return answer.apply(call);
    }
}
