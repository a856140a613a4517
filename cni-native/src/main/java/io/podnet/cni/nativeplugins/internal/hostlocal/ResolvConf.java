// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import io.podnet.cni.CniDns;
import io.podnet.cni.nativeplugins.internal.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads resolv.conf(5) as the reference plugin does: each line's first word decides, later domains replace earlier ones. */
final class ResolvConf {
    private ResolvConf() {}

    static CniDns read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw Faults.internal("cannot read ipam.resolvConf: " + e, e);
        }
        List<String> servers = new ArrayList<>();
        List<String> search = new ArrayList<>();
        List<String> options = new ArrayList<>();
        String domain = "";
        for (String line : lines) {
            List<String> words = Arrays.asList(line.strip().split("\\s+"));
            if (words.size() < 2 || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            switch (words.get(0)) {
                case "nameserver" -> servers.add(words.get(1));
                case "domain" -> domain = words.get(1);
                case "search" -> search.addAll(words.subList(1, words.size()));
                case "options" -> options.addAll(words.subList(1, words.size()));
                default -> {}
            }
        }
        return new CniDns(servers, domain, search, options);
    }
}
