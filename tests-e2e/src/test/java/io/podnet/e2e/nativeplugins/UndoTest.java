// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.testkit.OnPrivateHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An ADD that fails leaves nothing of what it had done, even before anybody calls DEL. */
@OnPrivateHost
@LeavesNativeMarks
@LeavesKeptSockets
class UndoTest {
    private static final String BRIDGE = """
            "type": "bridge", "bridge": "undo0", "isGateway": true, "ipMasq": true""";
    private static final String PTP = """
            "type": "ptp", "ipMasq": true""";
    private static final String MACVLAN = """
            "type": "macvlan", "master": "undo1\"""";
    private static final String HOST_DEVICE = """
            "type": "host-device", "device": "undo2\"""";

    private static final Path LEASES = Path.of("/var/lib/cni/networks/undo");
    private static final String POD = "undo";

    private final List<String> steps = new ArrayList<>();
    private final ChainedPlugin plugins =
            ChainedPlugin.ours(NativePlugins.builder().steps(this::step).build());

    /** The thread is interrupted before this step; never if there are fewer. */
    private int last = Integer.MAX_VALUE;

    private final Thread caller = Thread.currentThread();
    private String linksAtRelease = "";

    private void step(String what) {
        steps.add(what);
        if (what.equals("release addresses")) {
            linksAtRelease = links();
        }
        if (steps.size() >= last) {
            // Once to end it, and whatever is done about that again.
            caller.interrupt();
        }
    }

    @BeforeEach
    void makeLinks() {
        PodsOnABridge.sh("""
                ip netns add %s
                ip link add undo1 type veth peer name undo2
                ip link set undo1 up
                """.formatted(POD));
    }

    @AfterEach
    void removeLinks() {
        PodsOnABridge.sh("""
                ip netns delete %s
                ip link delete undo1
                ip link delete undo0 2> /dev/null || true
                rm -rf %s
                nft delete table inet podnet 2> /dev/null || true
                """.formatted(POD, LEASES));
    }

    @ParameterizedTest
    @ValueSource(strings = {BRIDGE, PTP, MACVLAN, HOST_DEVICE})
    void anInterruptBeforeAnyStepLeavesNothing(String plugin) throws Exception {
        int all = 0;
        // The second one finds a bridge that is there.
        for (int i = 0; i < 2; i++) {
            steps.clear();
            call(CniVerb.ADD, plugin, "whole").succeeded();
            all = steps.size();
            call(CniVerb.DEL, plugin, "whole").succeeded();
        }
        String before = state();
        assertThat(all).isGreaterThan(4);
        int released = 0;
        for (int step = 1; step <= all; step++) {
            steps.clear();
            last = step;
            linksAtRelease = "";
            boolean interrupted;
            try {
                assertThatThrownBy(() -> call(CniVerb.ADD, plugin, "cut"))
                        .isInstanceOfSatisfying(PluginInvocationException.class, failure -> {
                            assertThat(failure.reason()).isEqualTo(PluginInvocationException.Reason.INTERRUPTED);
                            assertThat(failure.getSuppressed()).isEmpty();
                        });
            } finally {
                interrupted = Thread.interrupted();
                last = Integer.MAX_VALUE;
            }
            assertThat(interrupted).isTrue();
            assertThat(state()).as("interrupted before: " + steps.get(step - 1)).isEqualTo(before);
            if (!linksAtRelease.isEmpty() && steps.indexOf("lease addresses") < step - 1) {
                released++;
                // Whoever leases the address next must not share it with a link that is about to go.
                assertThat(linksAtRelease).isEqualTo(links());
            }
            call(CniVerb.DEL, plugin, "cut").succeeded();
        }
        assertThat(released).isPositive();
    }

    @Test
    void anAttachmentKeepsWhatItHasWhenAnotherAddOfItFails() throws Exception {
        call(CniVerb.ADD, BRIDGE, "whole").succeeded();
        String before = state();
        assertThat(before).contains("10.97.0.2", "hostLink");
        assertThat(call(CniVerb.ADD, BRIDGE, "whole").stdout()).contains("already exists");
        assertThat(state()).isEqualTo(before);
        Plugins.namespace("elsewhere");
        try {
            assertThat(call(CniVerb.ADD, BRIDGE, "whole", "elsewhere").stdout())
                    .contains("duplicate allocation is not allowed");
            assertThat(state()).isEqualTo(before);
            steps.clear();
            last = 2;
            assertThatThrownBy(() -> call(CniVerb.ADD, BRIDGE, "whole", "elsewhere"))
                    .isInstanceOf(PluginInvocationException.class);
            last = Integer.MAX_VALUE;
            assertThat(Thread.interrupted()).isTrue();
            assertThat(state()).isEqualTo(before);
        } finally {
            Plugins.remove("elsewhere");
        }
        call(CniVerb.DEL, BRIDGE, "whole").succeeded();
    }

    @Test
    void aRepeatedDelDoesNotTakeALinkOfThePodThatIsCalledAsTheDeviceWas() throws Exception {
        call(CniVerb.ADD, HOST_DEVICE, "whole").succeeded();
        steps.clear();
        call(CniVerb.DEL, HOST_DEVICE, "whole").succeeded();
        int release = steps.indexOf("release addresses");
        call(CniVerb.ADD, HOST_DEVICE, "whole").succeeded();
        steps.clear();
        last = release + 1;
        assertThatThrownBy(() -> call(CniVerb.DEL, HOST_DEVICE, "whole")).isInstanceOf(PluginInvocationException.class);
        last = Integer.MAX_VALUE;
        assertThat(Thread.interrupted()).isTrue();
        PodsOnABridge.sh("ip -n " + POD + " link add undo2 type bridge");
        String moved = links();
        assertThat(moved).matches("(?s).*undo2@.*undo2.*");
        call(CniVerb.DEL, HOST_DEVICE, "whole").succeeded();
        assertThat(links()).isEqualTo(moved);
        assertThat(LEASES).isDirectoryNotContaining("glob:**/10.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {BRIDGE, PTP})
    void whatFailsAfterMasqueradingEndsIt(String plugin) throws Exception {
        call(CniVerb.ADD, plugin, "whole").succeeded();
        call(CniVerb.DEL, plugin, "whole").succeeded();
        String before = state();
        // What the last question of each is about goes before it is asked.
        ChainedPlugin disturbed = ChainedPlugin.ours(NativePlugins.builder()
                .steps(what -> {
                    if (what.equals("masquerade")) {
                        PodsOnABridge.sh("ip -n " + POD + " link delete eth0; ip link delete undo0 || true");
                    }
                })
                .build());
        assertThat(call(disturbed, CniVerb.ADD, plugin, "late", POD).stdout()).contains("it is gone");
        assertThat(state()).isEqualTo(before.replace("undo0\n", "").replaceAll("(?m)^.* dev undo0 .*\n", ""));
        call(CniVerb.DEL, plugin, "late").succeeded();
    }

    @Test
    void aResultThatItsVersionCannotTellLeavesNothing() throws Exception {
        call(CniVerb.ADD, BRIDGE, "whole").succeeded();
        call(CniVerb.DEL, BRIDGE, "whole").succeeded();
        String before = state();
        ChainedPlugin.Reply reply =
                plugins.call(CniVerb.ADD, "bridge", "old", Plugins.file(POD).toString(), """
                {"cniVersion": "0.2.0", "name": "undo", "type": "bridge", "bridge": "undo0"}""");
        assertThat(reply.exit()).isNotZero();
        assertThat(state()).isEqualTo(before);
    }

    private ChainedPlugin.Reply call(CniVerb verb, String plugin, String container) throws Exception {
        return call(verb, plugin, container, POD);
    }

    private ChainedPlugin.Reply call(CniVerb verb, String plugin, String container, String pod) throws Exception {
        return call(plugins, verb, plugin, container, pod);
    }

    private static ChainedPlugin.Reply call(
            ChainedPlugin plugins, CniVerb verb, String plugin, String container, String pod) throws Exception {
        String type = plugin.replaceFirst("(?s)^\\s*\"type\": \"([^\"]*)\".*", "$1");
        String config = """
                {"cniVersion": "1.0.0", "name": "undo", %s,
                 "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.97.0.0/24"}]],
                          "routes": [{"dst": "10.96.0.0/16"}]}}
                """.formatted(plugin);
        return plugins.call(verb, type, container, Plugins.file(pod).toString(), config);
    }

    private static String links() {
        return PodsOnABridge.sh("ip -br link | cut -d' ' -f1; ip -br -n " + POD + " link | cut -d' ' -f1");
    }

    private static String state() throws Exception {
        StringBuilder state = new StringBuilder(links());
        // That a bridge has no port any more is noticed a moment later.
        state.append(PodsOnABridge.sh("ip route; ip -n " + POD + " route").replace("linkdown ", ""));
        state.append(PodsOnABridge.sh("nft list table inet podnet | grep -o 'comment .*' || true"));
        // Of an attachment that is there, the marker says what its host's end is.
        state.append(PodsOnABridge.sh("cat /run/podnet/cni/undo/*/* 2> /dev/null || true"));
        try (var leases = Files.list(LEASES)) {
            leases.map(each -> each.getFileName().toString())
                    .filter(each -> !each.startsWith("last_reserved"))
                    .sorted()
                    .forEach(each -> state.append(each).append('\n'));
        }
        return state.toString();
    }
}
