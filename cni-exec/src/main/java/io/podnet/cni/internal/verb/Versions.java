// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.cni.CniException;
import io.podnet.cni.CniVerb;
import io.podnet.cni.CniVersion;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.internal.config.VersionReply;
import io.podnet.cni.internal.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** VERSION: which versions of the specification plugins speak, and whether that is enough for a network. */
final class Versions {
    /** What plugins from before the VERSION verb say to it. */
    private static final String UNKNOWN_VERB = "unknown CNI_COMMAND: VERSION";

    private final Setup setup;

    Versions(Setup setup) {
        this.setup = setup;
    }

    List<String> of(String type) {
        PluginConfig plugin =
                PluginConfig.parse("{\"type\":" + Json.compact(Json.object().textNode(type)) + "}");
        PluginCaller caller = new PluginCaller(setup, setup.backends().forPlugin(type, setup.pluginPath()), "", null);
        String stdout;
        try {
            stdout = caller.callVersion(plugin, "{\"cniVersion\":\"" + CniVersion.LATEST + "\"}");
        } catch (CniException e) {
            if (e.msg().equals(UNKNOWN_VERB)) {
                return List.of(CniVersion.V0_1_0.toString());
            }
            throw e;
        }
        try {
            return VersionReply.parse(stdout).supportedVersions();
        } catch (CniException e) {
            throw caller.failure(
                    CniVerb.VERSION,
                    plugin,
                    CniException.builder(e.errorCode(), e.msg())
                            .code(e.code())
                            .details(e.details())
                            .cause(e));
        }
    }

    /** Looks whether all plugins of a network are there and speak its version; reports all that do not. */
    void validate(NetworkConfigList network) {
        List<CniException> failures = new ArrayList<>();
        for (PluginConfig plugin : network.plugins()) {
            try {
                validate(plugin, network.cniVersion());
            } catch (CniException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw all(network, failures);
        }
    }

    private void validate(PluginConfig plugin, String version) {
        String wanted = version.isEmpty() ? CniVersion.V0_1_0.toString() : version;
        if (!of(plugin.type()).contains(wanted)) {
            throw CniException.builder(
                            "cni-version-unsupported",
                            "plugin " + plugin.type() + " does not support config version " + GoText.quote(wanted))
                    .plugin(plugin.type())
                    .verb(CniVerb.VERSION)
                    .build();
        }
    }

    private CniException all(NetworkConfigList network, List<CniException> failures) {
        CniException.Builder builder = CniException.builder(
                        "cni-network-invalid",
                        failures.stream()
                                .map(CniException::getMessage)
                                .collect(Collectors.joining(setup.isLiteral() ? " " : "; ", "[", "]")))
                .network(network.name())
                .verb(CniVerb.VERSION);
        if (!setup.isLiteral()) {
            builder.prefix("network " + GoText.quote(network.name()));
        }
        CniException failure = builder.build();
        failures.forEach(failure::addSuppressed);
        return failure;
    }
}
