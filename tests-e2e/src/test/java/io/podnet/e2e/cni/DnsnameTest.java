// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniResult;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attributes;
import javax.naming.directory.InitialDirContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** dnsname of the distribution, which starts a daemon that outlives it: dnsmasq, one for each network. */
@LeavesBehind(
        in = Facet.FIREWALL,
        matching = "host: ip filter INPUT: iifname \"cni7\" .*dport 53 .*accept",
        because = "dnsname never takes back that it lets questions in")
@LeavesBehind(
        in = Facet.FILES,
        matching = "/run/containers/(cni/(dnsname/(lock)?)?)?",
        because = "dnsname keeps the directories above that of a network")
class DnsnameTest extends PluginFixture {
    private static final Path PID = Path.of("/run/containers/cni/dnsname/net/pidfile");
    private static final String DNSNAME =
            "{\"type\":\"dnsname\",\"domainName\":\"dns.test\",\"capabilities\":{\"aliases\":true}}";

    private final NetworkConfigList network = network(BRIDGE, DNSNAME);
    private final Attachment web = pod("c0ffee", "web");

    @TempDir
    Path directory;

    private static Attachment pod(String id, String name) {
        return Attachment.builder(id, NETNS)
                .ifName(name)
                .arg("IgnoreUnknown", "1")
                .arg("K8S_POD_NAME", name)
                .aliases(Map.of("net", List.of(name + "-alias")))
                .build();
    }

    @Test
    void answersNamesInBothFamiliesAndEndsWithTheLastPod() throws Exception {
        String before = inside();
        CniResult result = cni.add(network, web);
        assertThat(result.dns().nameservers()).containsExactly("10.7.0.1", "fd07::1");
        assertThat(result.dns().search()).containsExactly("dns.test");
        for (String name : List.of("web", "web-alias")) {
            assertThat(ask("10.7.0.1", name + ".dns.test", "A")).contains(ipv4(result));
            assertThat(ask("10.7.0.1", name + ".dns.test", "AAAA").orElseThrow())
                    .contains("fd07:");
        }
        assertThat(ask("10.7.0.1", "nobody.dns.test", "A")).isEmpty();
        long daemon = daemon();

        // A second pod changes what the daemon knows; it goes on when one of them goes.
        Attachment db = pod("c0ffee2", "db");
        CniResult second = cni.add(network, db);
        await().untilAsserted(
                        () -> assertThat(ask("10.7.0.1", "db.dns.test", "A")).contains(ipv4(second)));
        cni.delete(network, web);
        await().untilAsserted(
                        () -> assertThat(ask("10.7.0.1", "web.dns.test", "A")).isEmpty());
        assertThat(daemon()).isEqualTo(daemon);
        cni.delete(network, db);
        assertThat(ProcessHandle.of(daemon).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(inside()).isEqualTo(before);
        assertNothingIsKept();
    }

    /** The daemon has left the plugin's process tree: what ends the tree of a later plugin leaves it alone. */
    @Test
    @Timeout(90)
    void theDaemonSurvivesTheDeadlineOfAnotherPlugin() throws Exception {
        Path hanging = Files.writeString(directory.resolve("hanging"), """
                #!/bin/sh
                [ "$CNI_COMMAND" != ADD ] || sleep 600
                """);
        Files.setPosixFilePermissions(hanging, PosixFilePermissions.fromString("rwxr-xr-x"));
        cni.add(network, web);
        long daemon = daemon();
        try (CniClient hasty = CniClient.builder()
                .pluginPath(List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"), directory))
                .deadline(Duration.ofSeconds(5))
                .build()) {
            NetworkConfigList endless = network(BRIDGE, DNSNAME, "{\"type\":\"hanging\"}");
            assertThatThrownBy(() -> hasty.add(endless, pod("c0ffee2", "db")))
                    .hasMessageContaining("plugin type=\"hanging\" failed (add)")
                    .hasMessageContaining("5")
                    .hasNoSuppressedExceptions();
        }
        assertThat(daemon()).isEqualTo(daemon);
        await().untilAsserted(
                        () -> assertThat(ask("10.7.0.1", "db.dns.test", "A")).isEmpty());
        assertThat(ask("10.7.0.1", "web.dns.test", "A")).isPresent();
        cni.delete(network, web);
        assertThat(ProcessHandle.of(daemon).filter(ProcessHandle::isAlive)).isEmpty();
        assertNothingIsKept();
    }

    /** dnsname 1.3.1 looks for its files in the directory above them: a flaw of the plugin, which CHECK reports. */
    @Test
    void checkTellsWhatThePluginSays() {
        cni.add(network, web);
        assertThatThrownBy(() -> cni.check(network, web))
                .hasMessageContaining("plugin type=\"dnsname\" failed (check)")
                .hasMessageContaining("missing from configuration");
        cni.delete(network, web);
    }

    private static long daemon() throws Exception {
        long pid = Long.parseLong(Files.readString(PID).strip());
        assertThat(Files.readString(Path.of("/proc/" + pid + "/comm"))).isEqualTo("dnsmasq\n");
        return pid;
    }

    /** Asks from the pod. */
    private Optional<String> ask(String server, String name, String type) throws Exception {
        return pod.call(() -> {
            Hashtable<String, String> environment = new Hashtable<>();
            environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
            environment.put(Context.PROVIDER_URL, "dns://" + server);
            environment.put("com.sun.jndi.dns.timeout.initial", "2000");
            environment.put("com.sun.jndi.dns.timeout.retries", "2");
            InitialDirContext context = new InitialDirContext(environment);
            try {
                Attributes answer = context.getAttributes(name, new String[] {type});
                return answer.size() == 0
                        ? Optional.empty()
                        : Optional.of(answer.get(type).get().toString());
            } catch (NameNotFoundException e) {
                return Optional.empty();
            } catch (NamingException e) {
                throw new AssertionError(server + " does not answer for " + name, e);
            } finally {
                context.close();
            }
        });
    }
}
