// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import io.podnet.testkit.Facet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Links, addresses, routes, policy rules and firewall of every network namespace that can be reached from here. The tools
 * of iproute2 and nftables read them, not podnet's own netlink code: that is under test.
 */
final class NetworkReader implements HostReader {
    /** What one shell prints for one namespace; it starts few processes, because this runs before and after each test. */
    private static final String SCRIPT = """
            set -e
            echo '## ip'
            ip -details -oneline -batch - <<END
            link show
            address show
            route show table all
            rule show
            END
            echo '## ip6'
            ip -6 -details -oneline rule show
            echo '## nftables'
            nft --stateless list ruleset
            # Asking iptables-legacy would create what it asks for; the kernel says whether there is anything.
            for ip in ip ip6; do
                tables=/proc/net/${ip}_tables_names
                if [ -e $tables ] && read -r first <$tables; then
                    echo "## ${ip}tables-legacy"
                    ${ip}tables-legacy-save
                fi
            done
            """;

    @Override
    public void read(Lines lines) throws IOException {
        List<Running> all = new ArrayList<>();
        for (NetworkNamespace namespace : NetworkNamespace.all()) {
            all.add(new Running(namespace, namespace.start("sh", "-c", SCRIPT)));
        }
        IOException failure = null;
        for (Running one : all) {
            try {
                one.readInto(lines);
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private record Running(NetworkNamespace namespace, Process process) {
        void readInto(Lines lines) throws IOException {
            String output = readAndClose(process.getInputStream());
            String errors = readAndClose(process.getErrorStream());
            int status;
            try {
                status = process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            if (status == 0) {
                parse(output, lines);
            } else if (namespace.exists()) { // otherwise it was removed meanwhile, which is as good as not there
                throw new IOException(namespace.name() + ": exit status " + status + ": " + errors.strip());
            }
        }

        /** Closed here, because the JVM closes it some time after the process has ended. */
        private static String readAndClose(InputStream stream) throws IOException {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        private void parse(String output, Lines lines) {
            String section = "";
            NftRuleset nft = new NftRuleset();
            for (String line : output.split("\n")) {
                if (line.startsWith("## ")) {
                    section = line.substring(3);
                    continue;
                }
                switch (section) {
                    case "ip", "ip6" -> IpLine.read(section, line).ifPresent(it -> add(lines, it.facet(), it.text()));
                    case "nftables" -> nft.read(line).ifPresent(it -> add(lines, Facet.FIREWALL, it));
                    case "iptables-legacy", "ip6tables-legacy" -> {
                        String tool = section + " ";
                        LegacyTables.read(line).ifPresent(it -> add(lines, Facet.FIREWALL, tool + it));
                    }
                    default -> throw new IllegalStateException("unknown section: " + section);
                }
            }
        }

        private void add(Lines lines, Facet facet, String what) {
            lines.add(facet, namespace.name() + ": " + what);
        }
    }
}
