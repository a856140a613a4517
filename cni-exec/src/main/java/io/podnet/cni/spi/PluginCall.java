// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.spi;

import io.podnet.cni.CniVerb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * One invocation of one plugin: CNI specification 1.1.0, section 2.
 *
 * @param type the plugin's {@code type}, the name of its executable
 * @param verb what it shall do
 * @param containerId {@code CNI_CONTAINERID}; empty for verbs without one
 * @param netns {@code CNI_NETNS}, the file that names the network namespace; empty for verbs without one
 * @param ifName {@code CNI_IFNAME}; empty for verbs without one
 * @param args {@code CNI_ARGS}, {@code KEY=VALUE} pairs joined by semicolons; may be empty
 * @param pluginPath {@code CNI_PATH}, the directories that hold executables, in the order of the search
 * @param extraEnvironment more variables, such as {@code TRACEPARENT}; the CNI ones above win over them
 * @param config what the plugin reads, JSON
 * @param deadline how long it may take, from now
 * @param netnsEnding on DEL, whether the network namespace is removed right after it: what goes with the namespace may be
 *     left to the kernel; executables are not told
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PluginCall(
        String type,
        CniVerb verb,
        String containerId,
        String netns,
        String ifName,
        String args,
        List<Path> pluginPath,
        Map<String, String> extraEnvironment,
        String config,
        Duration deadline,
        boolean netnsEnding) {
    /**
     * Copies what could change.
     *
     * @param type the plugin's {@code type}, the name of its executable
     * @param verb what it shall do
     * @param containerId {@code CNI_CONTAINERID}; empty for verbs without one
     * @param netns {@code CNI_NETNS}, the file that names the network namespace; empty for verbs without one
     * @param ifName {@code CNI_IFNAME}; empty for verbs without one
     * @param args {@code CNI_ARGS}, {@code KEY=VALUE} pairs joined by semicolons; may be empty
     * @param pluginPath {@code CNI_PATH}, the directories that hold executables, in the order of the search
     * @param extraEnvironment more variables, such as {@code TRACEPARENT}; the CNI ones above win over them
     * @param config what the plugin reads, JSON
     * @param deadline how long it may take, from now
     * @param netnsEnding on DEL, whether the network namespace is removed right after it
     */
    public PluginCall {
        pluginPath = List.copyOf(pluginPath);
        extraEnvironment = Map.copyOf(extraEnvironment);
    }

    /**
     * Makes a call whose network namespace stays.
     *
     * @param type the plugin's {@code type}, the name of its executable
     * @param verb what it shall do
     * @param containerId {@code CNI_CONTAINERID}; empty for verbs without one
     * @param netns {@code CNI_NETNS}, the file that names the network namespace; empty for verbs without one
     * @param ifName {@code CNI_IFNAME}; empty for verbs without one
     * @param args {@code CNI_ARGS}, {@code KEY=VALUE} pairs joined by semicolons; may be empty
     * @param pluginPath {@code CNI_PATH}, the directories that hold executables, in the order of the search
     * @param extraEnvironment more variables, such as {@code TRACEPARENT}; the CNI ones above win over them
     * @param config what the plugin reads, JSON
     * @param deadline how long it may take, from now
     */
    public PluginCall(
            String type,
            CniVerb verb,
            String containerId,
            String netns,
            String ifName,
            String args,
            List<Path> pluginPath,
            Map<String, String> extraEnvironment,
            String config,
            Duration deadline) {
        this(type, verb, containerId, netns, ifName, args, pluginPath, extraEnvironment, config, deadline, false);
    }

    /**
     * Makes the call that a plugin delegates with: the same to another plugin, as the specification's section 4 says.
     *
     * @param type the other plugin's {@code type}, such as {@code host-local}
     * @param verb what it shall do
     * @return the call
     */
    public PluginCall delegate(String type, CniVerb verb) {
        return new PluginCall(
                type,
                verb,
                containerId,
                netns,
                ifName,
                args,
                pluginPath,
                extraEnvironment,
                config,
                deadline,
                netnsEnding);
    }

    /**
     * Prints {@link #pluginPath()} as {@code CNI_PATH} has it.
     *
     * @return the directories joined by colons
     */
    public String pluginPathText() {
        return pluginPath.stream().map(Path::toString).collect(Collectors.joining(":"));
    }

    // The configuration may hold secrets, and is long.
    @Override
    public String toString() {
        return verb + " " + type + " for " + containerId + " " + ifName;
    }
}
