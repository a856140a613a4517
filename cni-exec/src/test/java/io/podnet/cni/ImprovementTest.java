// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static io.podnet.cni.FakeInvoker.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.NoBackendException;
import io.podnet.base.PortMapping;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the client does better than libcni, with plugins that fail where it hurts. */
class ImprovementTest extends ClientFixture {
    private FakePlugin first;
    private FakePlugin second;
    private FakePlugin third;
    private NetworkConfigList network;
    private Attachment attachment;
    private CniClient cni;

    @BeforeEach
    void install() {
        first = install("first").answers("ADD", result("10.1.2.3/24"));
        second = install("second").answers("ADD", result("10.1.2.4/24"));
        third = install("third").answers("ADD", result("10.1.2.5/24"));
        network = network("net", "1.0.0", "first", "second", "third");
        attachment = Attachment.builder("c0ffee", LIVE).build();
        cni = improved();
    }

    private static String result(String address) {
        return "{\"cniVersion\":\"1.0.0\",\"ips\":[{\"address\":\"" + address + "\"}]}";
    }

    private static NetworkConfigList network(String name, String version, String... types) {
        List<String> plugins = new ArrayList<>();
        for (String type : types) {
            plugins.add("{\"type\":\"" + type + "\",\"capabilities\":{\"portMappings\":true}}");
        }
        return NetworkConfigList.parse("{\"cniVersion\":\"" + version + "\",\"name\":\"" + name + "\",\"plugins\":["
                + String.join(",", plugins) + "]}");
    }

    private Path entry() {
        return cacheFile("net", "c0ffee", "eth0");
    }

    @Test
    void aFailedAddIsUndoneInReverseFromThePluginThatFailed() {
        second.fails("ADD", 100, "no luck", "really");
        CniException failure = failure(() -> cni.add(network, attachment));
        assertThat(failure).hasMessage("network \"net\": plugin type=\"second\" failed (add): no luck; really");
        assertThat(failure.getSuppressed()).isEmpty();
        assertThat(first.log()).containsExactly("first ADD", "second ADD", "second DEL", "first DEL");
        // Plugins such as firewall remove only what the result names.
        assertThat(json(second.call("DEL").stdin()).get("prevResult")).isEqualTo(json(result("10.1.2.3/24")));
        assertThat(json(first.call("DEL").stdin()).get("prevResult")).isEqualTo(json(result("10.1.2.3/24")));
        assertThat(entry()).doesNotExist();
    }

    @Test
    void whatCannotBeUndoneStaysInTheCacheAndInTheException() {
        third.fails("ADD", 100, "no luck", "");
        second.fails("DEL", 101, "stuck", "");
        CniException failure = failure(() -> cni.add(network, attachment));
        assertThat(failure.code()).isEqualTo(100);
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0]).hasMessageContaining("failed (delete): stuck");
        assertThat(first.log())
                .containsExactly("first ADD", "second ADD", "third ADD", "third DEL", "second DEL", "first DEL");
        CachedAttachment cached = cni.attachments().get(0);
        assertThat(cached.isComplete()).isFalse();
        assertThat(cached.result().orElseThrow().ips().get(0).address()).hasToString("10.1.2.4/24");
        second.recovers("DEL");
        cni.delete(cached);
        assertThat(entry()).doesNotExist();
    }

    @Test
    void theCacheTellsBeforeEachPluginWhatIsAboutToHappen() {
        for (FakePlugin each : List.of(first, second, third)) {
            String address = each == first ? "10.1.2.3/24" : each == second ? "10.1.2.4/24" : "10.1.2.5/24";
            each.on(
                    "ADD",
                    "cp " + entry() + " " + each.state() + "/seen." + each.type() + "\necho '" + result(address) + "'");
        }
        cni.add(network, attachment);
        String before = read(first.state().resolve("seen.first"));
        assertThat(before).contains("\"podnetPending\":true").doesNotContain("\"result\"");
        assertThat(read(first.state().resolve("seen.second")))
                .contains("\"podnetPending\":true")
                .contains("\"result\":" + result("10.1.2.3/24"));
        assertThat(read(first.state().resolve("seen.third"))).contains("\"result\":" + result("10.1.2.4/24"));
        assertThat(read(entry())).doesNotContain("podnet").contains("\"result\":" + result("10.1.2.5/24"));
    }

    @Test
    void aResultThatIsPassedOnIsNotWrittenAgain() {
        for (FakePlugin each : List.of(first, second, third)) {
            // Each line tells the file apart from the one that another write would put in its place.
            each.on(
                    "ADD",
                    "stat -c '%i %Y' " + entry() + " >> " + first.state() + "/files\necho '" + result("10.1.2.3/24")
                            + "'");
        }
        CniResult result = cni.add(network, attachment);
        assertThat(result.ips()).hasSize(1);
        List<String> files = read(first.state().resolve("files")).lines().toList();
        assertThat(files).hasSize(3);
        assertThat(files.get(1)).isNotEqualTo(files.get(0)).isEqualTo(files.get(2));
        assertThat(json(third.call("ADD").stdin()).get("prevResult")).isEqualTo(json(result("10.1.2.3/24")));
        assertThat(read(entry())).doesNotContain("podnet").contains("\"result\":" + result("10.1.2.3/24"));
    }

    @Test
    void libcnisWayUndoesNothingAndWritesNothingBefore() {
        second.fails("ADD", 100, "no luck", "");
        first.on("ADD", "ls " + cache() + "/results > " + first.state() + "/seen 2>&1\necho '{}'");
        failure(() -> libcni().add(network, attachment));
        assertThat(first.log()).containsExactly("first ADD", "second ADD");
        assertThat(read(first.state().resolve("seen"))).contains("No such file");
    }

    @Test
    void everyPluginIsLookedForBeforeTheFirstRuns() {
        NetworkConfigList broken = network("net", "1.0.0", "first", "missing");
        assertThat(failure(() -> cni.add(broken, attachment)))
                .hasMessage("network \"net\": plugin type=\"missing\" failed (add): failed to find plugin \"missing\" "
                        + "in path [" + bin() + "]");
        assertThat(first.log()).isEmpty();
        assertThat(entry()).doesNotExist();
    }

    @Test
    void aMissingPluginIsFoundWithoutStartingAny() throws Exception {
        cni.requirePlugins(network);
        Files.delete(third.executable());
        CniException failure = failure(() -> cni.requirePlugins(network));
        assertThat(failure.errorCode()).isEqualTo("cni-plugin-not-found");
        assertThat(failure.plugin()).contains("third");
        assertThat(failure).hasMessageStartingWith("network \"net\": plugin type=\"third\" failed (add): ");
        assertThat(first.log()).isEmpty();
    }

    @Test
    void badInputIsRefusedBeforeAnythingHappens() {
        List<Work> bad = List.of(
                () -> cni.add(network, Attachment.builder("a b", LIVE).build()),
                () -> cni.add(network, Attachment.builder("", LIVE).build()),
                () -> cni.add(network, attachment.toBuilder().ifName("a/b").build()),
                () -> cni.add(network, attachment.toBuilder().arg("K;X=", "v").build()),
                () -> cni.add(network, attachment.toBuilder().arg("K", "a;b=c").build()),
                () -> cni.add(network, attachment.toBuilder().arg("K", "a\0b").build()),
                () -> cni.add(network, Attachment.builder("c0ffee").build()),
                () -> cni.add(
                        network,
                        Attachment.builder("c0ffee", Path.of("/run/netns/never-there"))
                                .build()),
                () -> cni.add(network, Attachment.builder("c0ffee", directory).build()),
                () -> cni.add(network("n t", "1.0.0", "first"), attachment),
                () -> cni.add(network("net", "1.2.3", "first"), attachment),
                () -> cni.add(network("net", "banana", "first"), attachment),
                () -> cni.delete(network, Attachment.builder("../x", LIVE).build()));
        for (Work work : bad) {
            assertThat(failure(work).getMessage()).contains("network \"").contains("tach ");
        }
        assertThat(first.calls()).isEmpty();
        assertThat(cache().resolve("results")).doesNotExist();
    }

    @Test
    void aNamespaceThatIsNotThereIsNamed() {
        Attachment nowhere =
                Attachment.builder("c0ffee", Path.of("/run/netns/never-there")).build();
        CniException failure = failure(() -> cni.add(network, nowhere));
        assertThat(failure)
                .hasMessage("network \"net\": cannot attach c0ffee/eth0: there is no network namespace at "
                        + "\"/run/netns/never-there\"");
        assertThat(failure.code()).isEqualTo(CniErrorCode.INVALID_NETNS.number());
        // libcni leaves that to the plugins.
        libcni().add(network, nowhere);
    }

    @Test
    void whatIsAttachedCannotBeAttachedAgain() {
        cni.add(network, attachment);
        first.clearLog();
        CniException failure = failure(() -> cni.add(network, attachment));
        assertThat(failure.errorCode()).isEqualTo("cni-attached");
        assertThat(failure)
                .hasMessage("network \"net\": cannot attach c0ffee/eth0: it is attached already; delete it first");
        assertThat(first.log()).isEmpty();
        assertThat(entry()).exists();
    }

    @Test
    void whatIsLeftOfANamespaceThatIsGoneIsCleanedUpByTheNextAdd() throws Exception {
        Path netns = directory.resolve("netns");
        Files.createSymbolicLink(netns, LIVE);
        Attachment before = attachment.toBuilder().netns(netns).build();
        cni.add(network, before);
        Files.delete(netns);
        first.clearLog();
        cni.add(network, attachment);
        assertThat(first.log())
                .containsExactly("third DEL", "second DEL", "first DEL", "first ADD", "second ADD", "third ADD");
        assertThat(first.call("DEL").cni()).containsEntry("CNI_NETNS", "");
    }

    @Test
    void attachmentsWhoseCacheFilesCollideAreToldApart() {
        Attachment bc = Attachment.builder("b-c", LIVE).build();
        Attachment c = Attachment.builder("c", LIVE).build();
        NetworkConfigList a = network("a", "1.0.0", "first");
        NetworkConfigList ab = network("a-b", "1.0.0", "second");
        cni.add(a, bc);
        CniException failure = failure(() -> cni.add(ab, c));
        assertThat(failure)
                .hasMessageContaining(
                        "belongs to container b-c, interface eth0 on network \"a\", whose name is the same");
        assertThat(second.calls()).isEmpty();
        assertThat(cni.attachment("a-b", c.id())).isEmpty();
        cni.delete(ab, c);
        assertThat(second.call("DEL").stdin()).doesNotContain("prevResult");
        assertThat(cni.attachment("a", bc.id())).isPresent();
        assertThat(cni.forget("a-b", c.id())).isFalse();
        assertThat(cni.forget("a", bc.id())).isTrue();
        assertThat(cni.forget("a", bc.id())).isFalse();
    }

    @Test
    void deleteRecallsArgumentsAndConfigurationOfAdd() {
        Attachment full = attachment.toBuilder()
                .arg("FOO", "BAR")
                .portMappings(List.of(PortMapping.tcp(8080, 80)))
                .build();
        cni.add(network, full);
        first.clearLog();
        NetworkConfigList changed = network("net", "0.4.0", "first");
        cni.check(changed, Attachment.builder("c0ffee").build());
        cni.delete(changed, Attachment.builder("c0ffee").build());
        assertThat(first.log())
                .containsExactly("first CHECK", "second CHECK", "third CHECK", "third DEL", "second DEL", "first DEL");
        for (FakePlugin.Call call : first.calls()) {
            assertThat(call.cni()).containsEntry("CNI_ARGS", "FOO=BAR").containsEntry("CNI_NETNS", LIVE.toString());
            assertThat(call.stdin())
                    .contains("\"hostPort\":8080")
                    .contains("\"cniVersion\":\"1.0.0\"")
                    .contains("\"prevResult\":{");
        }
    }

    @Test
    void libcnisWayRecallsNothing() {
        CniClient literal = libcni();
        literal.add(
                network,
                attachment.toBuilder()
                        .portMappings(List.of(PortMapping.tcp(8080, 80)))
                        .build());
        literal.delete(network, attachment);
        assertThat(first.call("DEL").stdin()).doesNotContain("runtimeConfig");
    }

    @Test
    void deleteGoesOnReportsAllAndKeepsTheEntry() {
        cni.add(network, attachment);
        first.clearLog();
        third.fails("DEL", 101, "stuck", "");
        first.fails("DEL", 102, "jammed", "");
        CniException failure = failure(() -> cni.delete(network, attachment));
        assertThat(failure).hasMessage("network \"net\": plugin type=\"third\" failed (delete): stuck");
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0]).hasMessageContaining("plugin type=\"first\" failed (delete): jammed");
        assertThat(first.log()).containsExactly("third DEL", "second DEL", "first DEL");
        assertThat(entry()).exists();
        third.recovers("DEL");
        // "No DEL needed."
        first.fails("DEL", 3, "never heard of it", "");
        cni.delete(network, attachment);
        assertThat(entry()).doesNotExist();
    }

    @Test
    void deleteRunsWhatIsThereOfANetworkWithAMissingPlugin() throws Exception {
        cni.add(network, attachment);
        first.clearLog();
        Files.delete(second.executable());
        assertThat(failure(() -> cni.delete(network, attachment)))
                .hasMessageContaining("failed to find plugin \"second\"");
        assertThat(first.log()).containsExactly("third DEL", "first DEL");
        assertThat(entry()).exists();
        assertThat(cni.forget("net", attachment.id())).isTrue();
        assertThat(entry()).doesNotExist();
    }

    @Test
    void aNamespaceThatIsGoneIsNotNamed() throws Exception {
        Path fake = Files.writeString(directory.resolve("was-a-namespace"), "");
        for (Path gone : List.of(Path.of("/run/netns/never-there"), fake)) {
            cni.delete(network, attachment.toBuilder().netns(gone).build());
            assertThat(first.call("DEL").cni()).containsEntry("CNI_NETNS", "");
            first.clearLog();
        }
        libcni().delete(network, attachment.toBuilder().netns(fake).build());
        assertThat(first.call("DEL").cni()).containsEntry("CNI_NETNS", fake.toString());
    }

    @Test
    void checkNeedsAnAttachment() {
        assertThat(failure(() -> cni.check(network, attachment)))
                .hasMessage("network \"net\": cannot check c0ffee/eth0: it is not attached");
        assertThat(first.calls()).isEmpty();
    }

    @Test
    void resultsAreHandedOnInTheNetworksVersion() {
        first.answers("ADD", "{\"cniVersion\":\"0.3.1\",\"ips\":[{\"version\":\"4\",\"address\":\"10.1.2.3/24\"}]}");
        third.answers("ADD", "{\"cniVersion\":\"0.4.0\",\"ips\":[{\"version\":\"4\",\"address\":\"10.1.2.5/24\"}]}");
        CniResult result = cni.add(network, attachment);
        assertThat(json(second.call("ADD").stdin()).get("prevResult")).isEqualTo(json(result("10.1.2.3/24")));
        assertThat(result.cniVersion()).isEqualTo(CniVersion.V1_0_0);
        assertThat(cni.cachedResult(network, attachment.id())).contains(result);
    }

    @Test
    void severalNetworksAreAttachedInOrderAndUndoneInReverse() {
        NetworkAttachment one = new NetworkAttachment(network("one", "1.0.0", "first"), attachment);
        NetworkAttachment two = new NetworkAttachment(
                network("two", "1.0.0", "second"),
                attachment.toBuilder().ifName("eth1").build());
        NetworkAttachment three = new NetworkAttachment(
                network("three", "1.0.0", "third"),
                attachment.toBuilder().ifName("eth2").build());
        assertThat(cni.addAll(List.of(one, two, three))).hasSize(3);
        cni.deleteAll(List.of(one, two, three));
        assertThat(first.log())
                .containsExactly("first ADD", "second ADD", "third ADD", "third DEL", "second DEL", "first DEL");
        first.clearLog();
        third.fails("ADD", 100, "no luck", "");
        first.fails("DEL", 101, "stuck", "");
        CniException failure = failure(() -> cni.addAll(List.of(one, two, three)));
        assertThat(failure.code()).isEqualTo(100);
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(first.log())
                .containsExactly("first ADD", "second ADD", "third ADD", "third DEL", "second DEL", "first DEL");
        assertThat(cni.attachments()).extracting(CachedAttachment::networkName).containsExactly("one");
        second.fails("DEL", 102, "jammed", "");
        CniException teardown = failure(() -> cni.deleteAll(List.of(one, two, three)));
        assertThat(teardown.code()).isEqualTo(102);
        assertThat(teardown.getSuppressed()).hasSize(1);
        assertThat(cni.addAll(List.of())).isEmpty();
        NetworkAttachment other =
                new NetworkAttachment(network, Attachment.builder("else", LIVE).build());
        assertThatThrownBy(() -> cni.addAll(List.of(one, other))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theBackendIsChosenPerAttachmentAndRemembered() {
        FakeInvoker nativeBackend =
                new FakeInvoker("native", 200, Set.of("first", "second"), call -> success(result("10.9.9.9/24")));
        FakeInvoker executables =
                new FakeInvoker("exec", 100, Set.of("first", "third"), call -> success(result("10.8.8.8/24")));
        CniClient both = client().invokers(List.of(executables, nativeBackend)).build();
        both.add(network("net", "1.0.0", "first", "second"), attachment);
        assertThat(nativeBackend.calls).extracting(PluginCall::type).containsExactly("first", "second");
        assertThat(read(entry())).contains("\"podnetBackend\":\"native\"");
        both.add(
                network("net", "1.0.0", "first", "third"),
                attachment.toBuilder().ifName("eth1").build());
        assertThat(executables.calls).extracting(PluginCall::type).containsExactly("first", "third");
        assertThat(read(cacheFile("net", "c0ffee", "eth1"))).doesNotContain("podnetBackend");
        // Deleted by whoever made it, whatever the other could do.
        both.delete(network("net", "1.0.0", "first"), attachment);
        assertThat(nativeBackend.calls).hasSize(4);
        assertThat(executables.calls).hasSize(2);
        CniException failure = failure(() -> both.add(network("net", "1.0.0", "second", "third"), attachment));
        assertThat(failure).hasMessageContaining("exec has no second");
        CniClient named = client().invokers(List.of(executables, nativeBackend))
                .backend("exec")
                .build();
        named.add(network("net", "1.0.0", "first"), attachment);
        assertThat(executables.calls).hasSize(3);
        assertThatThrownBy(() -> client().backend("nonsense").build())
                .isInstanceOf(NoBackendException.class)
                .hasMessageContaining("exec (priority 100");
    }

    @Test
    void listenersHearOfEveryCallAndCannotBreakIt() {
        List<PluginListener.Event> events = new ArrayList<>();
        CniClient listening = client().listener(event -> {
                    events.add(event);
                    throw new IllegalStateException("deaf");
                })
                .build();
        second.on("ADD", "echo careful >&2; echo '{\"code\":100,\"msg\":\"no luck\"}'; exit 1");
        failure(() -> listening.add(network, attachment));
        assertThat(events)
                .extracting(PluginListener.Event::plugin)
                .containsExactly("first", "second", "second", "first");
        PluginListener.Event event = events.get(1);
        assertThat(event.succeeded()).isFalse();
        assertThat(event.failure().orElseThrow()).contains("no luck");
        assertThat(event.stderr()).isEqualTo("careful\n");
        assertThat(event.network()).isEqualTo("net");
        assertThat(event.attachment()).contains(attachment.id());
        assertThat(event.backend()).isEqualTo("exec");
        assertThat(event.duration()).isPositive();
        assertThat(events.get(0).succeeded()).isTrue();
    }

    @Test
    void environmentIsAskedForEachCall() {
        List<Integer> counter = new ArrayList<>();
        CniClient traced = client().environment(() -> {
                    counter.add(1);
                    return Map.of("TRACEPARENT", "span-" + counter.size());
                })
                .build();
        traced.add(network, attachment);
        assertThat(first.call("ADD").environment()).containsEntry("TRACEPARENT", "span-1");
        assertThat(third.call("ADD").environment()).containsEntry("TRACEPARENT", "span-3");
    }

    @Test
    void aClosedClientRefuses() {
        cni.close();
        cni.close();
        assertThatThrownBy(() -> cni.add(network, attachment)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cni.attachments()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cni.gc(network, Set.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDeadlineMustBePositive() {
        assertThatThrownBy(() -> client().deadline(java.time.Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInterruptedAddIsUndone() throws Exception {
        second.on("ADD", "touch " + second.state() + "/started; exec sleep 60");
        List<CniException> failures = new ArrayList<>();
        List<Boolean> flags = new ArrayList<>();
        Thread caller = new Thread(() -> {
            failures.add(failure(() -> cni.add(network, attachment)));
            flags.add(Thread.interrupted());
        });
        caller.start();
        while (!Files.exists(second.state().resolve("started"))) {
            Thread.sleep(5);
        }
        caller.interrupt();
        caller.join(30_000);
        assertThat(failures.get(0).errorCode()).isEqualTo("cni-interrupted");
        assertThat(flags).containsExactly(true);
        assertThat(first.log()).containsExactly("first ADD", "second ADD", "second DEL", "first DEL");
        assertThat(entry()).doesNotExist();
    }

    @Test
    void anInterruptBeforeTheLocksIsNoFaultOfTheirFiles() {
        cni.add(network, attachment);
        Thread.currentThread().interrupt();
        CniException failure;
        try {
            failure = failure(() -> cni.check(network, attachment));
        } finally {
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        }
        assertThat(failure.errorCode()).isEqualTo("cni-interrupted");
        assertThat(failure).hasMessageContaining("interrupted while waiting for a lock");
    }

    @Test
    void pluginsOfTheNetworksFolderAreTornDownFromTheCacheToo() throws Exception {
        Path conf = directory.resolve("net.d");
        Files.createDirectories(conf.resolve("net"));
        Files.writeString(
                conf.resolve("10-net.conflist"),
                "{\"name\":\"net\",\"cniVersion\":\"1.1.0\",\"plugins\":[{\"type\":\"first\"}]}");
        Files.writeString(conf.resolve("net/extra.conf"), "{\"type\":\"second\"}");
        cni.add(NetworkConfigList.load(conf, "net"), attachment);
        Files.delete(conf.resolve("net/extra.conf"));
        Files.delete(conf.resolve("10-net.conflist"));
        cni.delete(cni.attachments().get(0));
        assertThat(first.log()).containsExactly("first ADD", "second ADD", "second DEL", "first DEL");
    }
}
