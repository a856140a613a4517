// SPDX-License-Identifier: Apache-2.0
package com.example.vendor;

import io.podnet.base.Availability;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.cni.spi.PluginInvocationException.Reason;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.PluginReply;
import io.podnet.cni.spi.Support;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs one plugin, {@code example-label}, as code in this JVM: it attaches nothing, and reports one interface. */
public final class LabelInvoker implements PluginInvoker {
    private static final String TYPE = "example-label";

    @Override
    public String name() {
        return "label";
    }

    @Override
    public Availability probe() {
        return Availability.available("");
    }

    @Override
    public Support supports(String type, String config, List<Path> pluginPath) {
        return type.equals(TYPE) ? Support.yes() : Support.no("label runs " + TYPE + " only, not " + type);
    }

    @Override
    public PluginReply invoke(PluginCall call) {
        if (!call.type().equals(TYPE)) {
            throw new PluginInvocationException(Reason.NOT_FOUND, "there is no " + call.type() + " here", "", "", null);
        }
        return switch (call.verb()) {
            case VERSION -> new PluginReply(
                    0, "{\"cniVersion\": \"1.1.0\", \"supportedVersions\": [\"1.0.0\", \"1.1.0\"]}", "");
            case ADD -> add(call);
            default -> new PluginReply(0, "", "");
        };
    }

    private static PluginReply add(PluginCall call) {
        if (!Files.exists(Path.of(call.netns()))) {
            return new PluginReply(
                    1, "{\"cniVersion\": \"1.0.0\", \"code\": 3, \"msg\": \"" + call.netns() + " is not there\"}", "");
        }
        return new PluginReply(
                0,
                "{\"cniVersion\": \"1.0.0\", \"interfaces\": [{\"name\": \"" + call.ifName() + "\", \"sandbox\": \""
                        + call.netns() + "\"}]}",
                "");
    }
}
