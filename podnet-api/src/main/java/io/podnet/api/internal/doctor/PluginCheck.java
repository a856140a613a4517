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
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** The plugins' executables that are there, with the versions of CNI that each speaks, and those that nobody can do. */
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
        try (CniClient executables = client(settings, "exec");
                CniClient any = client(settings, "")) {
            TreeSet<String> names = new TreeSet<>(NEEDS.keySet());
            names.addAll(there.keySet());
            for (String each : names) {
                if (there.containsKey(each)) {
                    ask(findings, executables, each);
                } else {
                    miss(findings, any, each);
                }
            }
        } catch (PodnetException e) {
            findings.add(Level.FAULT, "backend", e.getMessage(), "see the area providers");
        }
        return findings.all();
    }

    private static CniClient client(Settings settings, String backend) {
        return CniClient.builder()
                .pluginPath(settings.plugins())
                .cacheDirectory(settings.cache())
                .backend(backend)
                .build();
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

    // What is no executable may be code of another backend, as long as configurations ask for nothing special.
    private static void miss(Findings findings, CniClient cni, String plugin) {
        Need need = Objects.requireNonNull(NEEDS.get(plugin));
        try {
            findings.note(plugin, "no executable, but CNI " + String.join(", ", cni.versions(plugin)) + " without one");
        } catch (PodnetException e) {
            findings.add(need.level(), plugin, "missing; it " + need.purpose(), need.cure());
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
