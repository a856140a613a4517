// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.doctor;

import io.podnet.api.Finding;
import io.podnet.api.Finding.Level;
import io.podnet.api.internal.Settings;
import io.podnet.api.internal.network.NetworkCatalog;
import io.podnet.base.PodnetException;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniException;
import io.podnet.cni.Networks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The networks, and the files that would be some. */
final class NetworkCheck {
    private NetworkCheck() {}

    static List<Finding> run(Settings settings) {
        Findings findings = new Findings("networks");
        try (CniClient cni = CniClient.builder()
                .pluginPath(settings.plugins())
                .cacheDirectory(settings.cache())
                .build()) {
            NetworkCatalog networks = new NetworkCatalog(settings.config(), cni);
            String wanted = settings.defaultNetwork();
            try {
                networks.usable(wanted);
                findings.good("default", wanted);
            } catch (PodnetException e) {
                findings.add(
                        Level.LIMIT,
                        "default",
                        e.getMessage(),
                        "podnet network create " + wanted + ", or name another one");
            }
            networks.all().stream()
                    .filter(each -> !each.name().equals(wanted))
                    .forEach(each -> findings.good(each.name(), each.plugins().toString()));
            networks.all().forEach(each -> findings.note(each.name() + " plugins", backends(cni.backends(each))));
            for (CniException each : Networks.read(settings.config()).problems()) {
                findings.add(
                        Level.LIMIT,
                        each.file()
                                .map(file -> String.valueOf(file.getFileName()))
                                .orElse("file"),
                        each.getMessage(),
                        "repair or remove the file");
            }
        } catch (PodnetException e) {
            findings.add(Level.FAULT, "networks", e.getMessage(), "see the area providers");
        }
        return findings.all();
    }

    /** Who runs them, and why others are passed over. */
    private static String backends(Map<String, Optional<String>> reasons) {
        String who = reasons.entrySet().stream()
                .filter(each -> each.getValue().isEmpty())
                .map(each -> "run by " + each.getKey())
                .findFirst()
                .orElse("run by nobody");
        return Stream.concat(
                        Stream.of(who),
                        reasons.entrySet().stream()
                                .takeWhile(each -> each.getValue().isPresent())
                                .map(each -> "not " + each.getKey() + ": "
                                        + each.getValue().get()))
                .collect(Collectors.joining("; "));
    }
}
