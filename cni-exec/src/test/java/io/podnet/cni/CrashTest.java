// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that are killed in the middle: whatever they left, the next one finds and removes it. */
class CrashTest extends ClientFixture {
    private static final String NETWORK =
            "{\"name\":\"net\",\"cniVersion\":\"1.0.0\",\"plugins\":" + "[{\"type\":\"first\"},{\"type\":\"second\"}]}";

    private FakePlugin first;
    private FakePlugin second;

    @BeforeEach
    void install() {
        first = withEffect("first", "");
        second = withEffect("second", "");
    }

    // Leaves a file where a real plugin would leave an interface or a lease.
    private FakePlugin withEffect(String type, String pause) {
        FakePlugin plugin = install(type);
        String effect = plugin.state() + "/effect." + type;
        return plugin.on(
                        "ADD",
                        "touch " + plugin.state() + "/started." + type + "\n" + pause + "\ntouch " + effect + "\necho '"
                                + FakePlugin.RESULT + "'")
                .on("DEL", "rm -f " + effect);
    }

    private List<String> effects() throws Exception {
        try (Stream<Path> files = Files.list(first.state())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("effect."))
                    .sorted()
                    .toList();
        }
    }

    private void kill(Process process) throws Exception {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aPluginThatOutlivesItsCallerIsEndedBeforeDel() throws Exception {
        second = withEffect("second", "sleep 2");
        Process other = OtherProcess.start(directory, "ADD", NETWORK, ID, "eth0");
        while (!Files.exists(second.state().resolve("started.second"))) {
            Thread.sleep(5);
        }
        kill(other);
        assertThat(effects()).containsExactly("effect.first");
        CniClient cni = improved();
        CachedAttachment cached = cni.attachments().get(0);
        assertThat(cached.isComplete()).isFalse();
        assertThat(cached.result()).isPresent();
        cni.delete(cached);
        assertThat(first.log()).containsExactly("first ADD", "second ADD", "second DEL", "first DEL");
        assertThat(second.call("DEL").stdin()).contains("\"prevResult\":{");
        assertThat(cni.attachments()).isEmpty();
        Thread.sleep(2500);
        assertThat(effects()).isEmpty();
    }

    @Test
    void theNextAddCleansUpFirst() throws Exception {
        first = withEffect("first", "sleep 20");
        Process other = OtherProcess.start(directory, "ADD", NETWORK, ID, "eth0");
        while (!Files.exists(first.state().resolve("started.first"))) {
            Thread.sleep(5);
        }
        kill(other);
        first = withEffect("first", "");
        CniClient cni = improved();
        cni.add(NetworkConfigList.parse(NETWORK), Attachment.builder(ID, LIVE).build());
        assertThat(first.log()).containsExactly("first ADD", "second DEL", "first DEL", "first ADD", "second ADD");
        assertThat(cni.attachments().get(0).isComplete()).isTrue();
    }

    @Test
    void whenASecondAddFindsAPendingOneOfALivingProcessItWaits() throws Exception {
        first = withEffect("first", "sleep 1");
        Process other = OtherProcess.start(directory, "ADD", NETWORK, ID, "eth0");
        while (!Files.exists(first.state().resolve("started.first"))) {
            Thread.sleep(5);
        }
        CniException failure = failure(() -> improved()
                .add(
                        NetworkConfigList.parse(NETWORK),
                        Attachment.builder(ID, LIVE).build()));
        assertThat(failure.errorCode()).isEqualTo("cni-attached");
        assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(other.exitValue()).isZero();
        assertThat(first.log()).containsExactly("first ADD", "second ADD");
    }

    @Test
    void killedAtAnyInstantNothingIsLeftUnrecorded() throws Exception {
        long seed = System.nanoTime();
        System.out.println("CrashTest seed " + seed);
        Random random = new Random(seed);
        first = withEffect("first", "sleep 0.05");
        second = withEffect("second", "sleep 0.05");
        CniClient cni = improved();
        for (int round = 0; round < 10; round++) {
            Process other = OtherProcess.start(directory, round % 3 == 2 ? "DEL" : "ADD", NETWORK, ID, "eth0");
            Thread.sleep(random.nextInt(300));
            kill(other);
            if (!effects().isEmpty()) {
                assertThat(cni.attachments()).as("round %d", round).isNotEmpty();
            }
            if (round % 3 != 1) {
                for (CachedAttachment cached : cni.attachments()) {
                    cni.delete(cached);
                }
                Thread.sleep(150);
                assertThat(effects()).as("round %d", round).isEmpty();
                assertThat(cni.attachments()).as("round %d", round).isEmpty();
            }
        }
    }
}
