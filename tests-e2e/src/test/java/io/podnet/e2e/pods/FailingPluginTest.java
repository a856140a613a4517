// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.Pod;
import io.podnet.api.PodAttachment;
import io.podnet.api.PodNetwork;
import io.podnet.api.PodSpec;
import io.podnet.api.PodState;
import io.podnet.api.RecoveryReport;
import io.podnet.base.PortMapping;
import io.podnet.cni.CniVerb;
import io.podnet.e2e.NeedsExecutables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A plugin that fails at each place of a chain of real ones, on each verb: what podnet says, what it keeps and what there is
 * agree afterwards, the error names plugin and verb, and what could not be undone is undone once the plugin works again.
 */
class FailingPluginTest extends PodFixture {
    private static final List<String> REAL = List.of(bridge("cni-chain", "10.84.0.0/24"), PORTMAP, FIREWALL, TUNING);

    private ScriptedPlugin plugin;

    static List<Integer> places() {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i <= REAL.size(); i++) {
            places.add(i);
        }
        return places;
    }

    private void plugAt(int place) throws Exception {
        plugin = ScriptedPlugin.in(plugins);
        List<String> chain = new ArrayList<>(REAL);
        chain.add(place, "{\"type\": \"" + ScriptedPlugin.TYPE + "\"}");
        network("chain", chain.toArray(String[]::new));
    }

    /** What a test that failed has left would make all others fail. */
    @AfterEach
    void removeAll() throws Exception {
        plugin = ScriptedPlugin.in(plugins);
        plugin.recovers();
        podnet.recover();
        podnet.pods().forEach(each -> podnet.pod(each.id().value()).remove(true));
    }

    private static String failed(String verb) {
        return "network \"chain\": plugin type=\"scripted\" failed (" + verb + "): no luck; on purpose";
    }

    @ParameterizedTest
    @MethodSource("places")
    @NeedsExecutables(because = "the plugin is a script")
    void add(int place) throws Exception {
        plugAt(place);
        Pod starting = podnet.create(PodSpec.builder()
                .name("starting")
                .networks(List.of("green", "chain"))
                .publish(PortMapping.tcp(8080, 80))
                .build());
        plugin.fails(CniVerb.ADD);
        assertThatThrownBy(starting::start).hasMessage(failed("add")).hasNoSuppressedExceptions();
        assertThat(starting.info().state()).isEqualTo(PodState.CREATED);
        Agreement.holds(starting.info());
        assertThat(podnet.recover().isEmpty()).isTrue();
        starting.remove();

        Pod running = started(PodSpec.builder().name("running").network("blue"));
        assertThatThrownBy(() -> running.connect(PodNetwork.of("chain")))
                .hasMessage(failed("add"))
                .hasNoSuppressedExceptions();
        assertThat(running.info().networks()).extracting(PodNetwork::name).containsExactly("blue");
        Agreement.holds(running.info());

        // And cannot be undone.
        plugin.fails(CniVerb.DEL);
        assertThatThrownBy(() -> running.connect(PodNetwork.of("chain")))
                .hasMessage(failed("add"))
                .satisfies(e -> assertThat(e.getSuppressed())
                        .anySatisfy(each -> assertThat(each).hasMessage(failed("delete"))));
        assertThat(running.info().networks()).extracting(PodNetwork::name).containsExactly("blue");
        assertThat(running.info().attachments())
                .extracting(PodAttachment::network)
                .containsExactly("blue", "chain");
        assertThat(podnet.recover().failures())
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessage(failed("delete")));
        plugin.recovers();
        assertThat(podnet.recover().finished()).containsExactly(running.id());
        Agreement.holds(running.info());

        running.connect(PodNetwork.of("chain"));
        List<PodAttachment> before = running.info().attachments();
        plugin.fails(CniVerb.ADD);
        assertThatThrownBy(running::reload).hasMessage(failed("add")).hasNoSuppressedExceptions();
        assertThat(podnet.recover().failures())
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessage(failed("add")));
        plugin.recovers();
        assertThat(podnet.recover().finished()).containsExactly(running.id());
        assertThat(running.info().attachments()).isEqualTo(before);
        Agreement.holds(running.info());
        running.remove();
    }

    @ParameterizedTest
    @MethodSource("places")
    @NeedsExecutables(because = "the plugin is a script")
    void checkAndDeleteOfAPodThatRuns(int place) throws Exception {
        plugAt(place);
        Pod pod = started(PodSpec.builder().name("running").networks(List.of("blue", "chain")));
        List<PodAttachment> before = pod.info().attachments();
        plugin.fails(CniVerb.CHECK);
        assertThat(pod.reload().missing()).containsExactly(failed("check"));
        assertThat(pod.info().attachments()).isEqualTo(before);
        plugin.recovers();
        plugin.fails(CniVerb.DEL);
        assertThat(pod.reload().missing()).containsExactly(failed("delete"));
        assertThat(pod.info().attachments()).isEqualTo(before);
        Agreement.holds(pod.info());

        assertThatThrownBy(() -> pod.disconnect("chain", false)).hasMessage(failed("delete"));
        assertThat(pod.info().networks()).extracting(PodNetwork::name).containsExactly("blue");
        assertThat(pod.info().state()).isEqualTo(PodState.RUNNING);
        // The others of the chain were asked all the same.
        assertThat(Agreement.leases(pod.info())).singleElement().asString().startsWith("blue/");
        assertThat(podnet.recover().failures())
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessage(failed("delete")));
        plugin.recovers();
        assertThat(podnet.recover().finished()).containsExactly(pod.id());
        Agreement.holds(pod.info());

        pod.connect(PodNetwork.of("chain"));
        plugin.fails(CniVerb.DEL);
        pod.disconnect("chain", true);
        assertThat(pod.info().attachments()).extracting(PodAttachment::network).containsExactly("blue");
        plugin.recovers();
        assertThat(podnet.recover().collected())
                .containsExactly("eth1 of pod " + pod.id().shortened() + " on network chain");
        Agreement.holds(pod.info());
        pod.remove();
    }

    @ParameterizedTest
    @MethodSource("places")
    @NeedsExecutables(because = "the plugin is a script")
    void deleteOfAPodThatIsToGo(int place) throws Exception {
        plugAt(place);
        Pod pod = podnet.create(PodSpec.builder()
                .networks(List.of("chain", "green"))
                .publish(PortMapping.tcp(8080, 80))
                .build());
        pod.start();
        plugin.fails(CniVerb.DEL);
        assertThatThrownBy(pod::stop).hasMessage(failed("delete")).hasNoSuppressedExceptions();
        assertThat(pod.info().attachments()).extracting(PodAttachment::network).containsExactly("chain");
        assertThatThrownBy(pod::start).hasMessage(failed("delete"));
        assertThatThrownBy(pod::remove).hasMessage(failed("delete"));
        assertThat(podnet.pods()).hasSize(1);
        plugin.recovers();
        RecoveryReport report = podnet.recover();
        assertThat(report.failures()).isEmpty();
        assertThat(report.stopped()).containsExactly(pod.id());
        Agreement.holds(pod.info());
        pod.start();
        Agreement.holds(pod.info());
        pod.remove();
    }

    /** What has to be gone for a pod that is removed goes, and the rest once the plugin is there again. */
    @Test
    @NeedsExecutables(because = "the plugin is a script")
    void aPluginThatHasVanished() throws Exception {
        plugAt(2);
        Pod pod = started(PodSpec.builder().network("chain").publish(PortMapping.tcp(8080, 80)));
        plugin.vanish();
        String gone =
                "network \"chain\": plugin type=\"scripted\" failed (delete): failed to find plugin \"scripted\" in path ["
                        + plugins + " " + DISTRIBUTION + "]";
        assertThatThrownBy(pod::reload)
                .hasMessage(gone.replace("(delete)", "(add)"))
                .as("before anything was touched");
        Agreement.holds(pod.info());
        assertThatThrownBy(pod::remove).hasMessage(gone);
        assertThat(Agreement.leases(pod.info())).isEmpty();
        assertThat(Agreement.files(Path.of("/run/netns"))).noneMatch(each -> each.startsWith("podnet-"));
        assertThat(podnet.recover().failures())
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessage(gone));
        plugin.install();
        assertThat(podnet.recover().stopped()).containsExactly(pod.id());
        Agreement.holds(pod.info());
        pod.remove();
    }

    @Test
    void aNamespaceThatWasDeletedBehindOurBack() throws Exception {
        Pod pod = started(PodSpec.builder().networks(List.of("blue", "green")).publish(PortMapping.tcp(8080, 80)));
        Pod other = started(PodSpec.builder().network("blue"));
        Path name = pod.info().netns().orElseThrow().getFileName();
        host.run("ip", "netns", "delete", name.toString()).succeeded();
        assertThat(podnet.recover(true).stopped()).containsExactly(pod.id());
        RecoveryReport report = podnet.recover();
        assertThat(report.stopped()).containsExactly(pod.id());
        assertThat(report.failures()).isEmpty();
        assertThat(Agreement.leases(pod.info())).isEmpty();
        other.remove();
        Agreement.holds(pod.info());
        pod.start();
        Agreement.holds(pod.info());
        pod.remove();
    }
}
