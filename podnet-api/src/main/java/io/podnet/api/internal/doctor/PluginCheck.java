// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.doctor;

import io.podnet.api.Finding;
import io.podnet.api.Finding.Level;
import io.podnet.api.internal.Settings;
import io.podnet.base.PodnetException;
import io.podnet.cni.CniClient;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The plugins that are there, and the versions of CNI that each speaks. */
final class PluginCheck {
    private static final String CURE = "apt-get install containernetworking-plugins";

    private record Need(Level level, String purpose, String cure) {}

    private static final Map<String, Need> NEEDS = Map.of(
            "bridge", new Need(Level.FAULT, "makes the default network", CURE),
            "host-local", new Need(Level.FAULT, "gives pods addresses", CURE),
            "portmap", new Need(Level.FAULT, "publishes ports", CURE),
            "firewall", new Need(Level.FAULT, "lets traffic of pods pass", CURE),
            "tuning", new Need(Level.FAULT, "is a part of the default network", CURE),
            "macvlan", new Need(Level.LIMIT, "makes networks of driver macvlan", CURE),
            "ipvlan", new Need(Level.LIMIT, "makes networks of driver ipvlan", CURE),
            "dhcp", new Need(Level.LIMIT, "gets addresses of a DHCP server", CURE),
            "dnsname",
                    new Need(
                            Level.LIMIT,
                            "lets pods find each other by name",
                            "apt-get install golang-github-containernetworking-plugin-dnsname dnsmasq-base"));

    private PluginCheck() {}

    static List<Finding> run(Settings settings) {
        Findings findings = new Findings("plugins");
        TreeMap<String, Path> there = new TreeMap<>();
        settings.plugins().forEach(each -> list(each, there));
        findings.note(
                "path",
                String.join(":", settings.plugins().stream().map(Path::toString).toList()));
        CniClient cni;
        try {
            cni = CniClient.builder()
                    .pluginPath(settings.plugins())
                    .cacheDirectory(settings.cache())
                    .build();
        } catch (PodnetException e) {
            findings.add(Level.FAULT, "backend", e.getMessage(), "see the area providers");
            return findings.all();
        }
        try (cni) {
            TreeSet<String> names = new TreeSet<>(NEEDS.keySet());
            names.addAll(there.keySet());
            for (String each : names) {
                if (there.containsKey(each)) {
                    ask(findings, cni, each);
                } else {
                    Need need = NEEDS.get(each);
                    if (need != null) {
                        findings.add(need.level(), each, "missing; it " + need.purpose(), need.cure());
                    }
                }
            }
        }
        return findings.all();
    }

    private static void list(Path directory, Map<String, Path> into) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path each : files) {
                if (Files.isRegularFile(each) && Files.isExecutable(each)) {
                    into.putIfAbsent(each.getFileName().toString(), each);
                }
            }
        } catch (IOException e) {
            // Not there, which the plugins' absence tells.
        }
    }

    private static void ask(Findings findings, CniClient cni, String plugin) {
        try {
            findings.good(plugin, "CNI " + String.join(", ", cni.versions(plugin)));
        } catch (PodnetException e) {
            Need need = NEEDS.get(plugin);
            Level level = need == null ? Level.NOTE : need.level();
            findings.add(level, plugin, e.getMessage(), need == null ? "" : need.cure());
        }
    }
}
