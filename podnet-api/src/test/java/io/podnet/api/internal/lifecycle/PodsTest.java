// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import static io.podnet.api.internal.lifecycle.FakeHost.call;
import static io.podnet.cni.CniVerb.ADD;
import static io.podnet.cni.CniVerb.DEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.podnet.api.AddressRequest;
import io.podnet.api.PodException;
import io.podnet.api.PodInfo;
import io.podnet.api.PodSpec;
import io.podnet.api.PodState;
import io.podnet.api.PodnetEvent;
import io.podnet.api.PodnetEvent.NetworkConnected;
import io.podnet.api.PodnetEvent.NetworkDisconnected;
import io.podnet.api.PodnetEvent.PluginCalled;
import io.podnet.api.RecoveryReport;
import io.podnet.api.internal.record.NetnsPlace;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.api.internal.record.Work;
import io.podnet.base.AtomicFiles.Durability;
import io.podnet.base.BootId;
import io.podnet.base.MacAddress;
import io.podnet.base.PortMapping;
import io.podnet.base.ProcessIdentity;
import io.podnet.cni.CniException;
import io.podnet.cni.spi.PluginReply;
import io.podnet.cni.spi.Support;
import io.podnet.netns.LinkName;
import io.podnet.netns.NetnsException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InOrder;

class PodsTest {
    /** No process has this start time. */
    private static final ProcessIdentity DEAD = new ProcessIdentity(1, 0);

    @TempDir
    private Path directory;

    private FakeHost fake;
    private Pods pods;

    @BeforeEach
    void open() throws IOException {
        fake = new FakeHost(directory);
        pods = fake.pods;
    }

    private static PodSpec both() {
        return PodSpec.builder()
                .name("web")
                .network("one")
                .network("two")
                .publish(PortMapping.parse("80"))
                .build();
    }

    private Path pin(PodInfo pod) {
        return directory.resolve("netns").resolve(SandboxNames.netns(pod.id()));
    }

    @Test
    void whatRunMayLeaveIsOnDiskBeforeTheFirstEffectAndWhatItMadeAfterwards() {
        Started started = pods.run(both());
        PodInfo pod = started.info();
        String id = pod.id().value();
        InOrder order = inOrder(fake.preconditions, fake.store, fake.namespaces, fake.links, fake.plugins);
        order.verify(fake.preconditions).check();
        order.verify(fake.store).write(eq(id), contains("\"kind\":\"start\""), eq(Durability.DISK));
        order.verify(fake.namespaces).create(pin(pod));
        order.verify(fake.links).up(LinkName.LOOPBACK);
        order.verify(fake.plugins).invoke(call(ADD, "one-a"));
        order.verify(fake.plugins).invoke(call(ADD, "one-b"));
        order.verify(fake.store).write(eq(id), contains("10.1.2.3"), eq(Durability.PAGE_CACHE));
        order.verify(fake.plugins).invoke(call(ADD, "two-a"));
        order.verify(fake.plugins).invoke(call(ADD, "two-b"));
        order.verify(fake.store).write(eq(id), contains("\"state\":\"running\""), eq(Durability.PAGE_CACHE));
        order.verifyNoMoreInteractions();
        verify(fake.netns).close();

        assertThat(pod.state()).isEqualTo(PodState.RUNNING);
        assertThat(pod.attachments()).hasSize(2);
        assertThat(pod.attachments().get(0).mac()).contains(MacAddress.parse("02:00:00:00:00:01"));
        assertThat(pod.attachments().get(0).addresses()).hasToString("[10.1.2.3/24]");
        assertThat(pod.ports())
                .singleElement()
                .satisfies(port -> assertThat(port.hostPort()).isPositive());
        started.ports().close();
    }

    @Test
    void runDoesNotMakeAPodAgainThatSomebodyRemovedOnceItWasOnRecord() {
        fake.others = event -> {
            if (event instanceof PodnetEvent.PodCreated created) {
                pods.remove(created.pod(), false);
            }
        };
        assertThatThrownBy(() -> pods.run(both()))
                .isInstanceOfSatisfying(
                        PodException.class, e -> assertThat(e.errorCode()).isEqualTo("pod-unknown"));
        verify(fake.namespaces, never()).create(any());
        assertThat(pods.list()).isEmpty();
    }

    @Test
    void runLeavesAPodAloneThatSomebodyStartedOnceItWasOnRecord() {
        fake.others = event -> {
            if (event instanceof PodnetEvent.PodCreated created) {
                pods.start(created.pod(), AddressRequest.none());
            }
        };
        assertThatThrownBy(() -> pods.run(both()))
                .hasMessage("pod web: somebody else has changed it since it was created");
        verify(fake.namespaces).create(any());
        assertThat(onlyRecord().state()).isEqualTo(PodState.RUNNING);
    }

    @Test
    void runLeavesNoRecordWhenItIsInterruptedBeforeItHasTheLock() {
        fake.others = event -> {
            if (event instanceof PodnetEvent.PodCreated) {
                Thread.currentThread().interrupt();
            }
        };
        try {
            assertThatThrownBy(() -> pods.run(both()))
                    .hasRootCauseInstanceOf(ClosedByInterruptException.class)
                    .hasNoSuppressedExceptions();
        } finally {
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        }
        verify(fake.namespaces, never()).create(any());
        assertThat(pods.list()).isEmpty();
    }

    @Test
    void portsLeadThroughTheFirstNetworkOnly() {
        pods.run(both()).ports().close();
        verify(fake.plugins)
                .invoke(argThat(
                        each -> each.type().equals("one-a") && each.config().contains("hostPort")));
        verify(fake.plugins, never())
                .invoke(argThat(
                        each -> each.type().startsWith("two") && each.config().contains("hostPort")));
    }

    @Test
    void pluginsLearnThePodsName() {
        pods.run(both()).ports().close();
        verify(fake.plugins)
                .invoke(argThat(each -> each.type().equals("two-a")
                        && each.ifName().equals("eth1")
                        && each.args().equals("IgnoreUnknown=1;K8S_POD_NAME=web")));
    }

    @Test
    void pluginsLearnWhetherTheNamespaceEndsAfterThem() {
        PodInfo pod = pods.run(both()).info();
        pods.disconnect(pod.id(), "two", false);
        verify(fake.plugins)
                .invoke(argThat(each -> each.verb() == DEL && each.type().equals("two-a") && !each.netnsEnding()));
        pods.remove(pod.id(), false);
        verify(fake.plugins)
                .invoke(argThat(each -> each.verb() == DEL && each.type().equals("one-a") && each.netnsEnding()));
        verify(fake.plugins, never()).invoke(argThat(each -> each.verb() == ADD && each.netnsEnding()));
    }

    @Test
    void listenersHearOfAttachmentsAndPluginsOnceTheyAreThere() {
        PodInfo pod = pods.run(both()).info();
        pods.remove(pod.id(), false);
        assertThat(fake.told.stream().map(PodsTest::brief))
                .containsSubsequence(
                        "one-a ADD",
                        "one-b ADD",
                        "connected one eth0",
                        "two-b ADD",
                        "connected two eth1",
                        "two-b DEL",
                        "disconnected two eth1",
                        "one-a DEL",
                        "disconnected one eth0");
    }

    @Test
    void listenersHearNothingOfAnAttachmentThatFailed() {
        fake.fails(ADD, "two-b");
        assertThatThrownBy(() -> pods.run(both())).isInstanceOf(CniException.class);
        assertThat(fake.told.stream().map(PodsTest::brief))
                .containsSubsequence("connected one eth0", "two-b ADD failed", "disconnected one eth0")
                .doesNotContain("connected two eth1", "disconnected two eth1");
    }

    private static String brief(PodnetEvent event) {
        if (event instanceof PluginCalled called) {
            return called.plugin() + " " + called.verb()
                    + called.failure().map(e -> " failed").orElse("");
        }
        if (event instanceof NetworkConnected connected) {
            return "connected " + connected.network() + " " + connected.ifName();
        }
        if (event instanceof NetworkDisconnected disconnected) {
            return "disconnected " + disconnected.network() + " " + disconnected.ifName();
        }
        return event.getClass().getSimpleName();
    }

    @Test
    void aFailingPluginIsUndoneInReverse() {
        fake.fails(ADD, "two-b");
        assertThatThrownBy(() -> pods.run(both()))
                .isInstanceOf(CniException.class)
                .hasMessage("network \"two\": plugin type=\"two-b\" failed (add): no luck with two-b")
                .hasNoSuppressedExceptions();
        InOrder order = inOrder(fake.plugins, fake.namespaces, fake.store);
        order.verify(fake.plugins).invoke(call(ADD, "two-b"));
        order.verify(fake.plugins).invoke(call(DEL, "two-b"));
        order.verify(fake.plugins).invoke(call(DEL, "two-a"));
        order.verify(fake.plugins).invoke(call(DEL, "one-b"));
        order.verify(fake.plugins).invoke(call(DEL, "one-a"));
        order.verify(fake.namespaces).unpin(any());
        order.verify(fake.store).delete(any());
        order.verifyNoMoreInteractions();
        assertThat(pods.list()).isEmpty();
        assertThat(directory.resolve("run/locks")).isDirectoryNotContaining("glob:**/pod-*");
    }

    @Test
    void noPluginHearsOfANamespaceThatCouldNotBeMade() {
        when(fake.namespaces.create(any())).thenThrow(new NetnsException("netns-x", "no namespace today"));
        assertThatThrownBy(() -> pods.run(both())).hasMessage("no namespace today");
        verify(fake.plugins, never()).invoke(any());
        verify(fake.namespaces).unpin(any());
        assertThat(pods.list()).isEmpty();
    }

    @Test
    void whatCannotBeUndoneIsSuppressedInTheFailureAndStaysOnRecord() {
        fake.fails(ADD, "two-b");
        fake.fails(DEL, "one-b");
        assertThatThrownBy(() -> pods.run(both()))
                .hasMessageContaining("two-b\" failed (add)")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(
                                suppressed -> assertThat(suppressed).hasMessageContaining("one-b\" failed (delete)")));
        // To the end all the same.
        verify(fake.plugins).invoke(call(DEL, "one-a"));
        verify(fake.namespaces).unpin(any());
        PodRecord left = onlyRecord();
        assertThat(left.sandbox().orElseThrow().attachments())
                .singleElement()
                .satisfies(each -> assertThat(each.network()).isEqualTo("one"));
        assertThat(left.work().orElseThrow().isCutOff()).isTrue();

        fake.recovers(DEL, "one-b");
        RecoveryReport report = pods.recover(false);
        assertThat(report.removed()).isEmpty();
        assertThat(report.stopped()).as("its runner, this JVM, lives").containsExactly(left.id());
    }

    @Test
    void anErrorIsUndoneToo() {
        doThrow(new UnsatisfiedLinkError("no library")).when(fake.links).up(any());
        assertThatThrownBy(() -> pods.run(both())).isInstanceOf(UnsatisfiedLinkError.class);
        verify(fake.namespaces).unpin(any());
        assertThat(pods.list()).isEmpty();
    }

    @Test
    void undoingGoesOnWhenTheThreadIsInterrupted() {
        AtomicBoolean interruptedInDel = new AtomicBoolean();
        doAnswer(invocation -> {
                    Thread.currentThread().interrupt();
                    return new PluginReply(
                            1, "{\"cniVersion\": \"1.0.0\", \"code\": 100, \"msg\": \"interrupted\"}", "");
                })
                .when(fake.plugins)
                .invoke(call(ADD, "two-a"));
        doAnswer(invocation -> {
                    interruptedInDel.set(Thread.currentThread().isInterrupted());
                    return new PluginReply(0, "", "");
                })
                .when(fake.plugins)
                .invoke(call(DEL, "one-a"));
        assertThatThrownBy(() -> pods.run(both())).isInstanceOf(CniException.class);
        assertThat(Thread.interrupted()).isTrue();
        verify(fake.plugins).invoke(call(DEL, "one-a"));
        assertThat(interruptedInDel).isFalse();
        assertThat(pods.list()).isEmpty();
    }

    @Test
    void nothingIsMadeBeforeAllIsChecked() {
        when(fake.plugins.supports(eq("two-b"), any(), any())).thenReturn(Support.no("no such plugin"));
        assertThatThrownBy(() -> pods.run(both())).hasMessageContaining("no such plugin");
        doThrow(new PodException("privileges-missing", "not root"))
                .when(fake.preconditions)
                .check();
        assertThatThrownBy(() -> pods.run(both())).hasMessage("not root");
        assertThatThrownBy(() -> pods.create(PodSpec.builder().network("three").build()))
                .hasMessage("unable to find network with name or ID three: network not found (in "
                        + directory.resolve("net.d") + ")");
        verify(fake.store, never()).write(any(), any(), any());
        verify(fake.namespaces, never()).create(any());
        verify(fake.plugins, never()).invoke(any());
    }

    @Test
    void aPodIsCreatedStartedStoppedStartedAgainAndRemoved() {
        PodInfo created = pods.create(both());
        assertThat(created.state()).isEqualTo(PodState.CREATED);
        assertThat(created.attachments()).isEmpty();
        assertThat(created.ports()).containsExactly(PortMapping.parse("80"));
        verify(fake.namespaces, never()).create(any());

        pods.start(created.id(), AddressRequest.none());
        assertThat(pods.info(created.id()).state()).isEqualTo(PodState.RUNNING);
        assertThatThrownBy(() -> pods.start(created.id(), AddressRequest.none()))
                .hasMessage("pod web: it is running already");

        pods.stop(created.id());
        assertThat(pods.info(created.id()).state()).isEqualTo(PodState.STOPPED);
        pods.stop(created.id());
        assertThatThrownBy(() -> pods.exec(created.id(), new ProcessBuilder("true")))
                .hasMessage("pod web: it is stopped, not running");

        pods.start(created.id(), AddressRequest.none());
        pods.remove(created.id(), false);
        assertThat(pods.list()).isEmpty();
        assertThatThrownBy(() -> pods.info(created.id()))
                .hasMessage("no pod with name or ID \"" + created.id() + "\" found: no such pod");
    }

    @Test
    void aFailedStartLeavesTheCreatedPod() {
        PodInfo created = pods.create(both());
        fake.fails(ADD, "one-a");
        assertThatThrownBy(() -> pods.start(created.id(), AddressRequest.none()))
                .isInstanceOf(CniException.class);
        assertThat(pods.info(created.id())).isEqualTo(created);
        fake.recovers(ADD, "one-a");
        pods.start(created.id(), AddressRequest.none());
    }

    @Test
    void aStopThatFailedIsFinishedByTheNext() {
        PodInfo pod = pods.create(both());
        pods.start(pod.id(), AddressRequest.none());
        fake.fails(DEL, "two-a");
        assertThatThrownBy(() -> pods.stop(pod.id())).hasMessageContaining("two-a\" failed (delete)");
        fake.recovers(DEL, "two-a");
        pods.stop(pod.id());
        assertThat(pods.info(pod.id()).state()).isEqualTo(PodState.STOPPED);
        verify(fake.plugins).invoke(call(DEL, "one-a"));
    }

    @Test
    void namesAreGivenOnce() {
        PodInfo web = pods.create(both());
        assertThatThrownBy(() -> pods.create(both()))
                .isInstanceOfSatisfying(
                        PodException.class, e -> assertThat(e.errorCode()).isEqualTo("pod-name-in-use"))
                .hasMessage("the pod name \"web\" is already in use by " + web.id()
                        + ". You have to remove that pod to be able to reuse that name");
    }

    @Test
    void podsAreFoundByNameIdAndBeginningOfTheId() {
        PodInfo web = pods.create(both());
        PodInfo other = pods.create(PodSpec.builder().build());
        assertThat(other.name()).isEqualTo(other.id().shortened());
        assertThat(pods.find("web").id()).isEqualTo(web.id());
        assertThat(pods.find(web.id().value()).id()).isEqualTo(web.id());
        assertThat(pods.find(other.id().value().substring(0, 20)).id()).isEqualTo(other.id());
        assertThat(pods.list()).containsExactly(web, other);
        assertThatThrownBy(() -> pods.find("nobody"))
                .hasMessage("no pod with name or ID \"nobody\" found: no such pod");
        assertThatThrownBy(() -> pods.find("")).hasMessage("no pod with name or ID \"\" found: no such pod");
    }

    private PodRecord onlyRecord() {
        List<PodRecord> all = fake.host.records().all().pods();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** Rewrites the only record as if another process had written it. */
    private PodRecord rewrite(Optional<ProcessIdentity> runner, Optional<Work> work, BootId boot) {
        PodRecord pod = onlyRecord();
        Sandbox is = pod.sandbox().orElseThrow();
        Sandbox sandbox = new Sandbox(boot, is.netns(), is.cookie(), is.attachments(), is.ports(), is.processes());
        return fake.host
                .records()
                .intend(new PodRecord(
                        pod.id(),
                        pod.name(),
                        pod.created(),
                        pod.plan(),
                        runner,
                        pod.state(),
                        work,
                        Optional.of(sandbox)));
    }

    @Test
    void recoveryRemovesWhatADeadRunnerLeft() {
        pods.run(both()).ports().close();
        assertThat(pods.recover(false).isEmpty()).as("this JVM lives").isTrue();
        PodRecord orphan = rewrite(Optional.of(DEAD), Optional.empty(), BootId.current());
        RecoveryReport report = pods.recover(false);
        assertThat(report.removed()).containsExactly(orphan.id());
        verify(fake.plugins).invoke(call(DEL, "two-a"));
        verify(fake.plugins).invoke(call(DEL, "one-a"));
        verify(fake.namespaces).unpin(any());
        assertThat(pods.list()).isEmpty();
        assertThat(pods.recover(false).isEmpty()).isTrue();
    }

    @Test
    void recoveryUndoesAStartAndFinishesAStopThatWereCutOff() {
        PodInfo pod = pods.create(both());
        pods.start(pod.id(), AddressRequest.none());
        rewrite(Optional.empty(), Optional.of(new Work(Work.Kind.STOP, Optional.of(DEAD))), BootId.current());
        assertThat(pods.recover(false).stopped()).containsExactly(pod.id());
        assertThat(pods.info(pod.id()).state()).isEqualTo(PodState.STOPPED);

        fake.host.records().intend(Startup.intent(onlyRecord(), new NetnsPlace.Pinned("podnet-x"), List.of()));
        assertThat(pods.recover(false).isEmpty()).as("this JVM is still at it").isTrue();
        rewrite(Optional.empty(), Optional.of(new Work(Work.Kind.START, Optional.of(DEAD))), BootId.current());
        assertThat(pods.recover(false).stopped()).containsExactly(pod.id());
        assertThat(onlyRecord().sandbox()).isEmpty();
    }

    @Test
    void afterARestartOfTheMachineWhatRanIsStopped() {
        PodInfo pod = pods.create(both());
        pods.start(pod.id(), AddressRequest.none());
        rewrite(Optional.empty(), Optional.empty(), new BootId("another one"));
        assertThat(pods.recover(false).stopped()).containsExactly(pod.id());
        assertThat(pods.info(pod.id()).state()).isEqualTo(PodState.STOPPED);
        verify(fake.plugins).invoke(call(DEL, "one-a"));
    }

    @Test
    void recoveryGoesOnAfterAFailureAndTriesAgainNextTime() {
        pods.run(both()).ports().close();
        PodRecord orphan = rewrite(Optional.of(DEAD), Optional.empty(), BootId.current());
        fake.fails(DEL, "one-b");
        RecoveryReport failed = pods.recover(false);
        assertThat(failed.removed()).isEmpty();
        assertThat(failed.failures())
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessageContaining("one-b\" failed (delete)"));
        fake.recovers(DEL, "one-b");
        assertThat(pods.recover(false).removed()).containsExactly(orphan.id());
    }

    @Test
    void aRecordThatCannotBeReadIsSetAsideAndInNobodysWay() throws IOException {
        PodInfo good = pods.create(both());
        PodInfo bad = pods.create(PodSpec.builder().build());
        Path file = directory.resolve("state/pods/" + bad.id() + ".json");
        Files.writeString(file, Files.readString(file).substring(0, 40));
        assertThat(pods.list()).containsExactly(good);
        RecoveryReport report = pods.recover(false);
        assertThat(report.setAside())
                .singleElement()
                .asString()
                .startsWith("the record of pod " + bad.id().shortened() + ": not JSON: ");
        assertThat(directory.resolve("state/aside/" + bad.id() + ".json")).exists();
        assertThat(pods.recover(false).isEmpty()).isTrue();
    }
}
