// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniVerb;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.PluginReply;
import io.podnet.cni.spi.Support;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link PluginInvoker} keeps to; a backend's test extends it and runs as root on a private host.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Tag("contract")
@OnPrivateHost
public abstract class PluginInvokerContract {
    private static final Path NETNS = Path.of("/run/netns/contract");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    /** For subclasses. */
    protected PluginInvokerContract() {}

    /**
     * Gives the backend under test.
     *
     * @return the backend
     */
    protected abstract PluginInvoker invoker();

    /**
     * Gives the configuration of a plugin that the backend runs: one that can be attached by itself.
     *
     * @return the plugin's object of a network's configuration, JSON; {@code loopback} unless a subclass says otherwise
     */
    protected String plugin() {
        return "{\"type\": \"loopback\"}";
    }

    /**
     * Gives the directories that executables are looked for in.
     *
     * @return the directories; those of the distribution unless a subclass says otherwise
     */
    protected List<Path> pluginPath() {
        return List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"));
    }

    private NetworkConfigList network() {
        return NetworkConfigList.parse(
                "{\"cniVersion\": \"1.0.0\", \"name\": \"contract\", \"plugins\": [" + plugin() + "]}");
    }

    private String type() {
        return network().plugins().get(0).type();
    }

    private PluginCall call(String type, CniVerb verb, String netns, String config) {
        return new PluginCall(type, verb, "c0ffee", netns, "eth0", "", pluginPath(), Map.of(), config, PATIENCE);
    }

    @Test
    void introducesItself() {
        assertThat(invoker().name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(invoker().probe().isAvailable()).isTrue();
    }

    @Test
    void saysWhichPluginsItRuns() {
        assertThat(invoker().supports(type(), plugin(), pluginPath())).isEqualTo(Support.yes());
        assertThat(invoker().supports("no-such-plugin", "{\"type\": \"no-such-plugin\"}", pluginPath()))
                .isInstanceOfSatisfying(
                        Support.No.class, no -> assertThat(no.reason()).contains("no-such-plugin"));
    }

    @Test
    void aPluginThatThereIsNotGivesNoAnswer() {
        assertThatThrownBy(() -> invoker().invoke(call("no-such-plugin", CniVerb.ADD, NETNS.toString(), "{}")))
                .isInstanceOfSatisfying(
                        PluginInvocationException.class,
                        e -> assertThat(e.reason()).isEqualTo(PluginInvocationException.Reason.NOT_FOUND))
                .hasMessageContaining("no-such-plugin");
    }

    @Test
    void tellsTheVersionsOfAPlugin() {
        try (CniClient cni = client()) {
            assertThat(cni.versions(type())).contains("1.0.0");
        }
    }

    @Test
    void attachesChecksAndDetachesTwice() {
        Place.host().run("ip", "netns", "add", "contract").succeeded();
        Attachment attachment = Attachment.builder("c0ffee", NETNS).build();
        try (CniClient cni = client()) {
            assertThat(cni.add(network(), attachment).cniVersion().toString()).isEqualTo("1.0.0");
            cni.check(network(), attachment);
            assertThat(cni.attachments()).hasSize(1);
            cni.delete(network(), attachment);
            cni.delete(network(), attachment);
            assertThat(cni.attachments()).isEmpty();
        } finally {
            Place.host().run("ip", "netns", "del", "contract");
        }
    }

    @Test
    void aFailureOfThePluginIsAReply() {
        String config = "{\"cniVersion\": \"1.0.0\", \"name\": \"contract\", " + plugin().substring(1);
        PluginReply reply = invoker().invoke(call(type(), CniVerb.ADD, "/run/netns/nowhere", config));
        assertThat(reply.succeeded()).isFalse();
        assertThat(reply.stdout()).contains("\"code\"").contains("\"msg\"");
    }

    @Test
    void manyThreadsGetTheirAnswers() {
        assertThat(Collections.nCopies(20, CniVerb.VERSION).parallelStream()
                        .map(verb -> invoker().invoke(call(type(), verb, "", "{\"cniVersion\": \"1.0.0\"}")))
                        .toList())
                .allSatisfy(reply -> assertThat(reply.stdout()).contains("supportedVersions"));
    }

    private CniClient client() {
        return CniClient.builder()
                .invokers(List.of(invoker()))
                .pluginPath(pluginPath())
                .cacheDirectory(directory.resolve("cache"))
                .lockDirectory(directory.resolve("locks"))
                .build();
    }
}
