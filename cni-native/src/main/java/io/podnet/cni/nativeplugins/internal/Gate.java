// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import io.podnet.cni.CniNames;
import io.podnet.cni.CniVerb;
import io.podnet.cni.CniVersion;
import io.podnet.cni.nativeplugins.spi.CniArgs;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.spi.PluginCall;
import java.util.ArrayList;
import java.util.List;

/**
 * What libcni's plugin library checks before a plugin gets to see a call: pkg/skel, getCmdArgsFromEnv and pluginMain.
 *
 * @param config the configuration
 * @param network its name
 * @param version its version
 * @param args the arguments
 */
record Gate(ConfigObject config, String network, CniVersion version, CniArgs args) {
    static Gate check(NativePlugin plugin, PluginCall call) {
        CniVerb verb = call.verb();
        boolean ofAttachment = verb == CniVerb.ADD || verb == CniVerb.CHECK || verb == CniVerb.DEL;
        required(call, ofAttachment);
        if (ofAttachment) {
            CniNames.checkContainerId(call.containerId());
            CniNames.checkIfName(call.ifName());
        }
        ConfigObject config = ConfigObject.parse(call.config());
        CniVersion version = version(plugin, verb, config.string("cniVersion"));
        String network = CniNames.checkNetworkName(config.string("name"));
        return new Gate(config, network, version, CniArgs.parse(call.args()));
    }

    private static void required(PluginCall call, boolean ofAttachment) {
        List<String> missing = new ArrayList<>();
        if (ofAttachment && call.containerId().isEmpty()) {
            missing.add("CNI_CONTAINERID");
        }
        if (ofAttachment && call.verb() != CniVerb.DEL && call.netns().isEmpty()) {
            missing.add("CNI_NETNS");
        }
        if (ofAttachment && call.ifName().isEmpty()) {
            missing.add("CNI_IFNAME");
        }
        if (!missing.isEmpty()) {
            throw CniException.builder(
                            "cni-env-missing", "required env variables [" + String.join(",", missing) + "] missing")
                    .code(CniErrorCode.INVALID_ENVIRONMENT_VARIABLES)
                    .build();
        }
    }

    private static CniVersion version(NativePlugin plugin, CniVerb verb, String text) {
        CniVersion version = CniVersion.parse(text);
        if (!plugin.versions().contains(version)) {
            throw CniException.builder("cni-version-unsupported", "incompatible CNI versions")
                    .code(CniErrorCode.INCOMPATIBLE_CNI_VERSION)
                    .details("config is \"" + version + "\", plugin supports " + plugin.versions())
                    .build();
        }
        if (!version.isAtLeast(verb.since())) {
            throw CniException.builder("cni-version-unsupported", "config version does not allow " + verb)
                    .code(CniErrorCode.INCOMPATIBLE_CNI_VERSION)
                    .details("config is \"" + version + "\", " + verb + " needs " + verb.since())
                    .build();
        }
        return version;
    }
}
