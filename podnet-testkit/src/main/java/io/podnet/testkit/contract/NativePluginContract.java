// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.CniVersion;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.PluginReply;
import io.podnet.cni.spi.Support;
import io.podnet.testkit.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link NativePlugin} keeps to; a plugin's test extends it and runs as root on a private host. The plugin gets a
 * container with an interface eth0, made by a plugin before it: a veth with the address 10.99.0.2/24.
 *
 * <pre>{@code
 * class AliasContractTest extends NativePluginContract {
 *     protected NativePlugin plugin() {
 *         return new Alias();
 *     }
 *
 *     protected String config() {
 *         return "\"addresses\":[\"10.99.1.7/32\",\"10.99.1.8/32\"]";
 *     }
 *
 *     protected void damage(Place pod) {
 *         pod.run("ip", "address", "delete", "10.99.1.7/32", "dev", "eth0").succeeded();
 *     }
 * }
 * }</pre>
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Tag("contract")
public abstract class NativePluginContract {
    private static final Path NETNS = Path.of("/run/netns/contract");
    private static final String ID = "contract";

    /** All that an attachment may change where it is looked at, but for counters and what the kernel makes by itself. */
    private static final String LOOK =
            "ip -details -oneline link; ip -oneline -4 address; ip rule; ip -4 route show table all;"
                    + " tc qdisc show; nft list ruleset";

    @TempDir
    Path runtime;

    private final Place host = Place.host();
    private final Place pod = Place.inNamespace(NETNS);
    private Consumer<String> steps = step -> {};

    /** For subclasses. */
    protected NativePluginContract() {}

    /**
     * Gives the plugin under test.
     *
     * @return the plugin
     */
    protected abstract NativePlugin plugin();

    /**
     * Gives a configuration that makes the plugin do something.
     *
     * @return members of its object but for {@code cniVersion}, {@code name} and {@code type}: JSON without braces
     */
    protected abstract String config();

    /**
     * Takes something away of what ADD has made, so that CHECK has something to find.
     *
     * @param container the container's namespace
     */
    protected abstract void damage(Place container);

    @BeforeEach
    void makeContainer() {
        host.run("ip", "netns", "add", ID).succeeded();
        host.run("ip", "link", "add", "contract0", "type", "veth", "peer", "name", "eth0", "netns", ID)
                .succeeded();
        for (String each : List.of("link set lo up", "link set eth0 up", "address add 10.99.0.2/24 dev eth0")) {
            host.run(("ip -netns contract " + each).split(" ")).succeeded();
        }
        host.run("ip", "link", "set", "contract0", "up").succeeded();
    }

    @AfterEach
    void removeContainer() {
        host.run("ip", "link", "delete", "contract0");
        host.run("ip", "netns", "delete", ID);
    }

    private String object(CniVersion version, String more) {
        String result =
                "{\"cniVersion\":\"1.0.0\",\"interfaces\":[{\"name\":\"contract0\"},{\"name\":\"eth0\",\"sandbox\":\""
                        + NETNS
                        + "\"}],\"ips\":[{\"address\":\"10.99.0.2/24\",\"gateway\":\"10.99.0.1\",\"interface\":1}]}";
        String own = config().isEmpty() ? "" : "," + config();
        return "{\"cniVersion\":\"" + version + "\",\"name\":\"contract\",\"type\":\"" + plugin().type() + "\"" + own
                + ",\"prevResult\":"
                + CniResult.parse(result).as(version).toJson() + more + "}";
    }

    private PluginReply call(CniVerb verb, String netns, String config, Duration deadline) {
        PluginInvoker invoker = NativePlugins.builder()
                .runtimeDirectory(runtime)
                .plugins(List.of(plugin()))
                .steps(step -> steps.accept(step))
                .build();
        boolean isOfAttachment = verb != CniVerb.GC && verb != CniVerb.STATUS;
        return invoker.invoke(new PluginCall(
                plugin().type(),
                verb,
                isOfAttachment ? ID : "",
                isOfAttachment ? netns : "",
                isOfAttachment ? "eth0" : "",
                "",
                List.of(),
                Map.of(),
                config,
                deadline));
    }

    private PluginReply call(CniVerb verb) {
        return call(verb, NETNS.toString(), object(newest(), ""), Duration.ofSeconds(30));
    }

    private void succeed(CniVerb verb) {
        succeeded(call(verb));
    }

    private static PluginReply succeeded(PluginReply reply) {
        assertThat(reply.succeeded()).as(reply.stdout()).isTrue();
        return reply;
    }

    private CniVersion newest() {
        return plugin().versions().get(plugin().versions().size() - 1);
    }

    // DEL of a container that was there before ADD leaves it as it was.
    private String look() {
        return pod.run("sh", "-c", LOOK).stdout() + host.run("sh", "-c", LOOK).stdout();
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(plugin().type()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(plugin().versions()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(plugin().keys()).allMatch(key -> !key.isBlank());
        assertThat(plugin().getClass().getConstructors())
                .as("ServiceLoader needs a public constructor without parameters")
                .anyMatch(each -> each.getParameterCount() == 0);
    }

    @Test
    void nothingThatIsAskedForIsIgnored() {
        PluginInvoker invoker =
                NativePlugins.builder().plugins(List.of(plugin())).build();
        String own = config().isEmpty() ? "" : config() + ",";
        assertThat(invoker.supports(plugin().type(), "{" + own + "\"dns\":{}}", List.of()))
                .isInstanceOf(Support.Yes.class);
        assertThat(invoker.supports(plugin().type(), "{" + own + "\"noSuchKey\":1}", List.of()))
                .isInstanceOf(Support.No.class);
        assertThat(invoker.supports(
                        plugin().type(), "{" + own + "\"capabilities\":{\"noSuchCapability\":true}}", List.of()))
                .isInstanceOf(Support.No.class);
    }

    @Test
    void delUndoesAddAndSucceedsTwice() {
        String before = look();
        CniResult result = CniResult.parse(succeeded(call(CniVerb.ADD)).stdout());
        assertThat(result.cniVersion()).isEqualTo(newest());
        succeed(CniVerb.DEL);
        assertThat(look()).isEqualTo(before);
        assertThat(succeeded(call(CniVerb.DEL)).stdout()).isEmpty();
    }

    @Test
    void delOfWhatWasNeverMadeOrHasGoneSucceeds() {
        succeed(CniVerb.DEL);
        succeed(CniVerb.ADD);
        host.run("ip", "netns", "delete", ID).succeeded();
        String config = object(newest(), "");
        succeeded(call(CniVerb.DEL, "", config, Duration.ofSeconds(30)));
        succeeded(call(CniVerb.DEL, NETNS.toString(), config, Duration.ofSeconds(30)));
    }

    @Test
    void resultsAreOfTheConfigurationsVersion() {
        for (CniVersion version : plugin().versions()) {
            String config = object(version, "");
            String result = succeeded(call(CniVerb.ADD, NETNS.toString(), config, Duration.ofSeconds(30)))
                    .stdout();
            assertThat(CniResult.parse(result).cniVersion()).isEqualTo(version);
            succeeded(call(CniVerb.DEL, NETNS.toString(), config, Duration.ofSeconds(30)));
        }
    }

    @Test
    void checkFindsWhatIsMissing() {
        succeed(CniVerb.ADD);
        succeed(CniVerb.CHECK);
        damage(pod);
        assertThat(call(CniVerb.CHECK).succeeded()).as("CHECK after damage").isFalse();
        succeed(CniVerb.DEL);
    }

    @Test
    void whereverAddEndsDelLeavesNothing() {
        String before = look();
        List<String> all = new ArrayList<>();
        steps = all::add;
        succeed(CniVerb.ADD);
        succeed(CniVerb.DEL);
        int adding = all.size();
        assertThat(adding).as("steps that are announced").isPositive();
        for (int last = 0; last < adding; last++) {
            List<String> done = new ArrayList<>();
            int end = last;
            steps = step -> {
                if (done.size() == end) {
                    throw new Cut(step);
                }
                done.add(step);
            };
            try {
                call(CniVerb.ADD);
            } catch (Cut cut) {
                // As a process that dies: nothing of the plugin's own has undone anything.
            }
            steps = step -> {};
            succeed(CniVerb.DEL);
            assertThat(look()).as("cut off before step %s of %s", last, all).isEqualTo(before);
        }
    }

    /** No exception, so that no plugin catches it and cleans up. */
    private static final class Cut extends Error {
        private static final long serialVersionUID = 1;

        Cut(String step) {
            super(step);
        }
    }

    @Test
    void anAddThatFailsIsUndone() {
        List<String> all = new ArrayList<>();
        steps = all::add;
        succeed(CniVerb.ADD);
        int adding = all.size();
        succeed(CniVerb.DEL);
        String before = look();
        Thread caller = Thread.currentThread();
        for (int last = 0; last < adding; last++) {
            List<String> begun = new ArrayList<>();
            int end = last;
            // Undoing announces its steps too, on another thread.
            steps = step -> {
                begun.add(step);
                if (begun.size() == end + 1) {
                    caller.interrupt();
                }
            };
            try {
                call(CniVerb.ADD);
                throw new AssertionError("ADD goes on though its thread was interrupted before " + all.get(last));
            } catch (PluginInvocationException e) {
                assertThat(e.reason()).isEqualTo(PluginInvocationException.Reason.INTERRUPTED);
                assertThat(e.getSuppressed()).as("what failed in undoing").isEmpty();
            } finally {
                steps = step -> {};
                assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
            }
            assertThat(look())
                    .as("interrupted before step %s of %s, no DEL yet", last, all)
                    .isEqualTo(before);
            succeed(CniVerb.DEL);
        }
    }

    @Test
    void aCallEndsAtItsDeadline() {
        String before = look();
        try {
            assertThat(call(CniVerb.ADD, NETNS.toString(), object(newest(), ""), Duration.ofNanos(1))
                            .succeeded())
                    .isFalse();
        } catch (PluginInvocationException e) {
            assertThat(e.reason()).isEqualTo(PluginInvocationException.Reason.DEADLINE);
        }
        succeed(CniVerb.DEL);
        assertThat(look()).isEqualTo(before);
    }

    @Test
    void gcTakesWhatIsNotValidAndLeavesTheRest() {
        String valid = ",\"cni.dev/valid-attachments\":[{\"containerID\":\"contract\",\"ifname\":\"eth0\"}]";
        String none = ",\"cni.dev/valid-attachments\":[]";
        if (!newest().isAtLeast(CniVerb.GC.since())) {
            return;
        }
        succeed(CniVerb.ADD);
        succeeded(call(CniVerb.GC, "", object(newest(), valid), Duration.ofSeconds(30)));
        succeed(CniVerb.CHECK);
        succeeded(call(CniVerb.GC, "", object(newest(), none), Duration.ofSeconds(30)));
        succeed(CniVerb.DEL);
    }

    @Test
    void statusSaysThatAddWouldWork() {
        if (newest().isAtLeast(CniVerb.STATUS.since())) {
            succeed(CniVerb.STATUS);
        }
    }
}
