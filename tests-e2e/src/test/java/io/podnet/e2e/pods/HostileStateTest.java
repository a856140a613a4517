// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.Pod;
import io.podnet.api.PodId;
import io.podnet.api.PodInfo;
import io.podnet.api.PodSpec;
import io.podnet.api.RecoveryReport;
import io.podnet.base.ProcessIdentity;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever lies in the directories of state: each fault is said, and is in nobody's way. */
@LeavesBehind(
        in = Facet.FILES,
        matching = "/var/lib/podnet/aside/.*|/tmp/secret",
        because = "what cannot be read is set aside for people to look at")
class HostileStateTest extends PodFixture {
    private static final Path STATE = Path.of("/var/lib/podnet");
    private static final Path RECORDS = STATE.resolve("pods");

    private interface Plant {
        void at(Path file) throws Exception;
    }

    private final Map<PodId, String> planted = new LinkedHashMap<>();

    /** Plants something where the record of a pod would be; its fault begins with the words. */
    private void plant(String fault, Plant plant) throws Exception {
        PodId id = PodId.random();
        Path file = RECORDS.resolve(id + ".json");
        plant.at(file);
        planted.put(id, fault.replace("FILE", file.toString()));
    }

    private void text(String fault, String text) throws Exception {
        plant(fault, file -> Files.writeString(file, text.replace("ID", id(file))));
    }

    /** What a test that failed has left would make all others fail. */
    @AfterEach
    void removeAll() {
        podnet.pods().forEach(each -> podnet.pod(each.id().value()).remove(true));
    }

    private static String id(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }

    @Test
    void recordsThatAreNone() throws Exception {
        Pod good = started(PodSpec.builder().name("good"));
        PodInfo before = good.info();
        String record = Files.readString(RECORDS.resolve(good.id() + ".json"));
        Path secret = Files.writeString(Path.of("/tmp/secret"), record);

        text("the document is no object", "");
        text("not JSON: ", record.substring(0, record.length() / 2));
        text("not JSON: ", "\u0000".repeat(4096));
        text("not JSON: ", "[".repeat(200_000));
        text("the document is no object", "[".repeat(100) + "]".repeat(100));
        text("not JSON: ", "{\"version\":2,\"version\":2}");
        text("not JSON: ", record + "{}");
        text("version is missing", "{}");
        text("version is no whole number", "{\"version\":\"2\"}");
        text("version is 0", "{\"version\":0}");
        text("id is that of pod " + good.id().shortened(), record);
        text("name: invalid pod name \"\\u001b[2J\"", changed(record, "\"name\":\"good\"", "\"name\":\"\\u001b[2J\""));
        text("name is no text", changed(record, "\"name\":\"good\"", "\"name\":{}"));
        text("mode: invalid pod id", changed(record, "\"mode\":\"bridge\"", "\"mode\":\"pod:good\""));
        text("sandbox.netns.pin: ", changed(record, "\"pin\":\"podnet-", "\"pin\":\"../../../etc/podnet-"));
        text(
                "sandbox.attachments[0].network: ",
                changed(record, "{\"network\":\"blue\"", "{\"network\":\"../../../../etc\""));
        plant("FILE is no plain file", file -> Files.createSymbolicLink(file, secret));
        plant("FILE is no plain file", file -> Files.createSymbolicLink(file, Path.of("/dev/zero")));
        plant("FILE is no plain file", Files::createDirectory);
        plant(
                "FILE is no plain file",
                file -> host.run("mkfifo", file.toString()).succeeded());
        plant("FILE has 1099511627776 bytes", file -> {
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(1L << 40);
            }
        });

        assertThat(podnet.pods()).containsExactly(before);
        for (PodId each : planted.keySet()) {
            assertThatThrownBy(() -> podnet.pod(each.value()).start()).hasMessageContaining(each.value());
        }
        Pod created = started(PodSpec.builder().name("created"));
        created.remove();
        assertThat(podnet.recover(true).setAside()).hasSize(planted.size());
        RecoveryReport report = podnet.recover();
        assertThat(report.failures()).isEmpty();
        planted.forEach((id, fault) -> assertThat(report.setAside())
                .as("of %s", fault)
                .anySatisfy(each -> assertThat(each)
                        .startsWith("the record of pod " + id.shortened() + ": " + fault)
                        .doesNotContainPattern("\\p{Cntrl}")));
        assertThat(report.setAside()).hasSize(planted.size());
        assertThat(Agreement.files(STATE.resolve("aside")))
                .containsAll(planted.keySet().stream().map(id -> id + ".json").toList());
        assertThat(podnet.recover().isEmpty()).isTrue();
        assertThat(podnet.pods()).containsExactly(before);
        assertThat(secret).hasContent(record);
        good.remove();
    }

    private static String changed(String record, String from, String to) {
        assertThat(record).contains(from);
        return record.replaceFirst("\"id\":\"[0-9a-f]{64}\"", "\"id\":\"ID\"").replace(from, to);
    }

    @Test
    void aRecordOfALaterPodnetIsLeftAlone() throws Exception {
        Pod good = podnet.create(PodSpec.builder().name("good").build());
        Path later = RECORDS.resolve(PodId.random() + ".json");
        Files.writeString(later, "{\"version\": 99, \"anything\": true}");
        assertThat(podnet.recover().failures())
                .singleElement()
                .satisfies(e -> assertThat(e)
                        .hasMessage("the record of pod " + id(later).substring(0, 12)
                                + " has version 99, this podnet knows versions up to 2"));
        assertThat(later).exists();
        assertThat(podnet.pods()).containsExactly(good.info());
        good.remove();
        Files.delete(later);
    }

    /** Set aside with the pod running: what the id tells goes, and the others' stays. */
    @Test
    void aRunningPodWhoseRecordIsDamagedIsCollected() throws Exception {
        Pod bad = started(PodSpec.builder().name("bad"));
        Pod good = started(PodSpec.builder().name("good"));
        PodInfo before = good.info();
        Path record = RECORDS.resolve(bad.id() + ".json");
        PodInfo lost = bad.info();
        Files.writeString(record, Files.readString(record).substring(0, 100));
        RecoveryReport report = podnet.recover();
        assertThat(report.failures()).isEmpty();
        assertThat(report.collected())
                .contains("eth0 of pod " + bad.id().shortened() + " on network blue")
                .contains("network namespace " + lost.netns().orElseThrow().getFileName());
        assertThat(Agreement.leases(lost)).isEmpty();
        Agreement.holds(before);
        good.remove();
    }

    /** Links and fifos in place of what is written, locked or overwritten. */
    @Test
    void whatIsWrittenFollowsNoLink() throws Exception {
        Pod pod = podnet.create(PodSpec.builder().name("pod").build());
        Path victim = Files.writeString(directory.resolve("victim"), "untouched");
        Path names = Files.createDirectories(Path.of("/run/podnet/names-" + pod.id()));
        Files.createSymbolicLink(names.resolve("hosts"), victim);
        assertThatThrownBy(pod::start).hasMessageContaining(names.toString());
        Agreement.holds(pod.info());
        assertThat(victim).hasContent("untouched");
        pod.start();
        assertThat(victim).hasContent("untouched");
        Agreement.holds(pod.info());
        pod.remove();
    }

    @Test
    void filesThatWereBeingWrittenGoWhenTheirWriterIsGone() throws Exception {
        podnet.create(PodSpec.builder().build()).remove();
        started(PodSpec.builder()).remove();
        List<Path> left = List.of(
                RECORDS.resolve(".podnet-tmp-1-0-a"),
                Path.of("/var/lib/cni/results/.podnet-tmp-2-0-b"),
                config.resolve(".podnet-tmp-3-0-c"));
        for (Path each : left) {
            Files.writeString(each, "half");
        }
        Path living = living(RECORDS);
        Path foreign = Files.writeString(RECORDS.resolve(".tmp-1-0-a"), "theirs");
        String[] expected =
                left.stream().map(each -> "half-written file " + each).toArray(String[]::new);
        assertThat(podnet.recover(true).collected()).containsExactlyInAnyOrder(expected);
        assertThat(left).allSatisfy(each -> assertThat(each).exists());
        assertThat(podnet.recover().collected()).containsExactlyInAnyOrder(expected);
        assertThat(left).allSatisfy(each -> assertThat(each).doesNotExist());
        assertThat(living).exists();
        assertThat(foreign).exists();
        Files.delete(living);
        Files.delete(foreign);
    }

    private static Path living(Path directory) throws IOException {
        ProcessIdentity self = ProcessIdentity.current();
        return Files.writeString(
                directory.resolve(".podnet-tmp-" + self.pid() + "-" + self.startTicks() + "-d"), "being written");
    }
}
