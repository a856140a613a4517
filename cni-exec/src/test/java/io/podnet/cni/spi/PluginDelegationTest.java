// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.spi;

import static io.podnet.cni.FakeInvoker.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.FakeInvoker;
import io.podnet.cni.FakePlugin;
import io.podnet.cni.internal.exec.ExecInvoker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Delegation: I02 to I16 of the conformance list. */
class PluginDelegationTest {
    private static final String CONFIG = "{\"cniVersion\":\"0.4.0\",\"name\":\"net\",\"type\":\"bridge\"}";

    @TempDir
    Path directory;

    private PluginCall parent(CniVerb verb) {
        return new PluginCall(
                "bridge",
                verb,
                "some-container",
                "/some/netns/path",
                "eth7",
                "K=V",
                List.of(directory.resolve("bin")),
                Map.of("TRACEPARENT", "x"),
                CONFIG,
                Duration.ofSeconds(30));
    }

    @Test
    void i02_i03_i04_theDelegatesCallIsTheSameButForTheVerb() {
        PluginCall parent = parent(CniVerb.DEL);
        assertThat(parent.delegate("host-local", CniVerb.ADD))
                .isEqualTo(new PluginCall(
                        "host-local",
                        CniVerb.ADD,
                        parent.containerId(),
                        parent.netns(),
                        parent.ifName(),
                        parent.args(),
                        parent.pluginPath(),
                        parent.extraEnvironment(),
                        parent.config(),
                        parent.deadline()));
    }

    @Test
    void i05_addReturnsATypedResult() {
        FakePlugin noop = FakePlugin.install("noop", directory)
                .answers("ADD", "{\"ips\":[{\"version\":\"4\",\"address\":\"10.1.2.3/24\"}]}");
        CniResult result = new PluginDelegation(parent(CniVerb.ADD), new ExecInvoker()).add("noop");
        assertThat(result.cniVersion()).hasToString("0.4.0");
        assertThat(result.ips()).hasSize(1);
        assertThat(noop.call("ADD").cni()).containsEntry("CNI_IFNAME", "eth7");
        assertThat(noop.call("ADD").stdin()).isEqualTo(CONFIG);
    }

    @Test
    void i06_addForcesItsVerbAndLeavesTheParentAlone() {
        FakeInvoker invoker = new FakeInvoker(call -> success("{}"));
        PluginCall parent = parent(CniVerb.DEL);
        new PluginDelegation(parent, invoker).add("noop");
        assertThat(invoker.calls).extracting(PluginCall::verb).containsExactly(CniVerb.ADD);
        assertThat(parent).isEqualTo(parent(CniVerb.DEL));
    }

    record Verb(CniVerb verb, BiConsumer<PluginDelegation, String> use) {}

    static Stream<Verb> verbs() {
        return Stream.of(
                new Verb(CniVerb.CHECK, PluginDelegation::check),
                new Verb(CniVerb.DEL, PluginDelegation::delete),
                new Verb(CniVerb.STATUS, PluginDelegation::status),
                new Verb(CniVerb.GC, PluginDelegation::gc));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void i08_to_i16_theOtherVerbs(Verb verb) {
        FakePlugin noop = FakePlugin.install("noop", directory);
        PluginDelegation delegation = new PluginDelegation(parent(CniVerb.ADD), new ExecInvoker());
        verb.use().accept(delegation, "noop");
        assertThat(noop.log()).containsExactly("noop " + verb.verb());
        CniException failure =
                catchThrowableOfType(CniException.class, () -> verb.use().accept(delegation, "nope"));
        assertThat(failure).hasMessageStartingWith("failed to find plugin \"nope\"");
    }

    @Test
    void i07_addNamesAnUnknownPlugin() {
        PluginDelegation delegation = new PluginDelegation(parent(CniVerb.ADD), new ExecInvoker());
        CniException failure = catchThrowableOfType(CniException.class, () -> delegation.add("nope"));
        assertThat(failure).hasMessage("failed to find plugin \"nope\" in path [" + directory.resolve("bin") + "]");
        assertThat(failure.plugin()).contains("nope");
    }

    @Test
    void aFailedAddIsFollowedByDel() {
        FakePlugin ipam = FakePlugin.install("ipam", directory)
                .fails("ADD", 11, "no address left", "")
                .fails("DEL", 12, "nor that", "");
        PluginDelegation delegation = new PluginDelegation(parent(CniVerb.ADD), new ExecInvoker());
        CniException failure = catchThrowableOfType(CniException.class, () -> delegation.add("ipam"));
        assertThat(failure.code()).isEqualTo(11);
        assertThat(failure).hasMessage("no address left");
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(ipam.log()).containsExactly("ipam ADD", "ipam DEL");
    }
}
