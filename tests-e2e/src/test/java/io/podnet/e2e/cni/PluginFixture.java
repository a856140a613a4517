package io.podnet.e2e.cni;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import io.podnet.testkit.LeavesWhatPluginsKeep;
import io.podnet.testkit.Place;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A namespace to attach, and a client for the plugins of the distribution. */
@LeavesWhatPluginsKeep
@LeavesBehind(
        in = Facet.FILES,
        matching = "/var/lib/cni/locks/.*",
        because = "lock files cannot be removed without a race, and there are 4097 at most")
abstract class PluginFixture {
    static final Path NETNS = Path.of("/run/netns/blue");

    final Place host = Place.host();
    final Place pod = Place.inNamespace(NETNS);
    final CniClient cni = CniClient.builder()
            .pluginPath(List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin")))
            .build();

    @BeforeEach
    void makeNamespace() {
        host.run("ip", "netns", "add", "blue").succeeded();
        pod.run("ip", "link", "set", "lo", "up").succeeded();
    }

    @AfterEach
    void removeNamespace() {
        host.run("ip", "netns", "del", "blue");
        host.run("sysctl", "-qw", "net.ipv4.ip_forward=0");
    }

    static NetworkConfigList network(String... plugins) {
        return NetworkConfigList.parse(
                "{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"plugins\":[" + String.join(",", plugins) + "]}");
    }

    static Attachment.Builder eth0() {
        return Attachment.builder("c0ffee", NETNS);
    }
}
