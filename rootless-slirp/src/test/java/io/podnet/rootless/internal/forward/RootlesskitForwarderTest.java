// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.base.Availability;
import io.podnet.base.PortMapping;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.spi.Coverage;
import io.podnet.rootless.spi.Forward;
import io.podnet.rootless.spi.ForwardScope;
import io.podnet.rootless.spi.HelperCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootlesskitForwarderTest {
    private static final String PROPERTY = "podnet.rootless.rootlessport.path";

    private final RootlesskitForwarder forwarder = new RootlesskitForwarder();
    private final Scopes.FakeHelpers helpers = new Scopes.FakeHelpers();

    @TempDir
    Path directory;

    private ForwardScope scope;

    @BeforeEach
    void install() {
        scope = Scopes.scope("pasta", directory, helpers);
        System.setProperty(PROPERTY, "/bin/true");
    }

    @AfterEach
    void uninstall() {
        System.clearProperty(PROPERTY);
    }

    private static Forward forward(String port) {
        return new Forward(HostPorts.choose(PortMapping.parse(port)), Scopes.POD);
    }

    private Map<Forward, RootlessException> reconcile(Forward... wanted) {
        return forwarder.reconcile(scope, Set.of(wanted));
    }

    private Path onlyFiles() throws IOException {
        try (var files = Files.list(directory)) {
            return files.reduce((a, b) -> {
                        throw new AssertionError("more than one: " + a + ", " + b);
                    })
                    .orElseThrow();
        }
    }

    @Test
    void speaksThePodmanProtocol() throws IOException {
        Forward range = forward("127.0.0.1::80-82/udp");
        assertThat(reconcile(range)).isEmpty();
        HelperCommand command = helpers.commands.values().iterator().next();
        Path files = onlyFiles();
        assertThat(command.input()).contains(files.resolve("config.json"));
        assertThat(command.command())
                .endsWith("nsenter", "-t", "4711", "-U", "--preserve-credentials", "--", "/bin/true")
                .contains(files.resolve("exit").toString());
        JsonNode config =
                new ObjectMapper().readTree(files.resolve("config.json").toFile());
        assertThat(config)
                .hasToString("{\"Mappings\":[{\"host_ip\":\"127.0.0.1\",\"container_port\":80,\"host_port\":"
                        + range.port().hostPort() + ",\"range\":3,\"protocol\":\"udp\"}],"
                        + "\"NetNSPath\":\"/proc/4711/root/run/netns/web\",\"ExitFD\":4,\"ReadyFD\":3,\"TmpDir\":\""
                        + files
                        + "\",\"ChildIP\":\"10.88.0.2\",\"ContainerID\":\"web\",\"RootlessCNI\":false}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files)))
                .isEqualTo("rwx------");
    }

    @Test
    void servesThePortsOfAPodByOneProcess() {
        reconcile(forward(":80"), forward(":81"), forward("[::1]::82"));
        assertThat(helpers.running).hasSize(1);
    }

    @Test
    void leavesProcessesAloneThatAreStillWanted() {
        Forward first = forward(":80");
        Forward second = forward(":81");
        reconcile(first);
        String key = helpers.running.keySet().iterator().next();
        reconcile(first, second);
        assertThat(helpers.running).hasSize(2).containsKey(key);
        reconcile(first);
        assertThat(helpers.running).containsOnlyKeys(key);
    }

    @Test
    void replacesAProcessWhenSomeOfItsPortsGo() throws IOException {
        Forward stays = forward(":80");
        Forward goes = forward(":81");
        reconcile(stays, goes);
        String key = helpers.running.keySet().iterator().next();
        reconcile(stays);
        assertThat(helpers.running).hasSize(1).doesNotContainKey(key);
        assertThat(onlyFiles()).hasFileName(helpers.running.keySet().iterator().next());
        reconcile();
        assertThat(helpers.running).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void restoresAProcessThatDied() {
        Forward forward = forward(":80");
        reconcile(forward);
        helpers.running.clear();
        assertThat(reconcile(forward)).isEmpty();
        assertThat(helpers.running).hasSize(1);
    }

    @Test
    void namesEveryPortOfAProcessThatCannotStart() {
        helpers.failure = Optional.of(new RootlessException("rootless-helper-died", "rootlessport failed: \"no\""));
        Forward first = forward(":80");
        Forward second = forward(":81");
        assertThat(reconcile(first, second))
                .containsOnlyKeys(first, second)
                .hasEntrySatisfying(
                        first,
                        e -> assertThat(e)
                                .hasMessage("cannot publish port " + first.port() + ": rootlessport failed: \"no\""));
    }

    @Test
    void losesTheClientsAddress() {
        assertThat(forwarder.coverage(PortMapping.parse("[::1]:8080:80"), Scopes.podWithIpv6Only(), scope))
                .isEqualTo(new Coverage.Served(false, Optional.empty()));
        assertThat(forwarder.coverage(PortMapping.parse("80:80/sctp"), Scopes.POD, scope))
                .isInstanceOf(Coverage.Refused.class);
    }

    @Test
    void saysHowToGetIt() {
        System.setProperty(PROPERTY, "/nosuch/rootlessport");
        assertThat(forwarder.probe())
                .isInstanceOfSatisfying(
                        Availability.Unavailable.class,
                        e -> assertThat(e.reason()).contains("install the package podman"));
    }
}
