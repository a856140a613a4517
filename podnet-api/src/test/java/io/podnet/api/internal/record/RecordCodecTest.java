// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.DnsSettings;
import io.podnet.api.HostEntry;
import io.podnet.api.NetworkMode;
import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.PodNetwork;
import io.podnet.api.PodState;
import io.podnet.base.BootId;
import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.base.ProcessIdentity;
import io.podnet.inspect.ContainerPort;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {
    private static final PodId ID = new PodId("0123456789abcdef".repeat(4));

    static PodRecord complete() {
        Sandbox sandbox = new Sandbox(
                new BootId("4a2b"),
                new NetnsPlace.Pinned("podnet-1"),
                OptionalLong.of(4711),
                List.of(
                        new AttachmentRecord(
                                "podnet", "eth0", true, Optional.of("{\"cniVersion\":\"1.0.0\"}"), Optional.empty()),
                        new AttachmentRecord("other", "eth1", false, Optional.empty(), Optional.of("{}"))),
                List.of(PortMapping.parse("[::1]:8080:80"), PortMapping.parse("5353:53/udp")),
                List.of(new ProcessIdentity(17, 99)));
        PodPlan plan = new PodPlan(
                NetworkMode.bridge(),
                List.of(
                        PodNetwork.builder("podnet").interfaceName("eth0").build(),
                        PodNetwork.parse(
                                "other:ip=10.1.2.3,ip=2001:db8::1,mac=02:00:00:00:00:01,alias=a,alias=b,interface_name=x1")),
                true,
                List.of(PortMapping.parse("80"), PortMapping.parse("127.0.0.1::81-82/sctp")),
                ContainerPort.parseAll("9000-9001/udp"),
                new DnsSettings(List.of(IpAddresses.parse("9.9.9.9")), List.of("."), List.of("ndots:2")),
                List.of(HostEntry.parse("db:10.0.0.1"), HostEntry.parse("me:host-gateway")));
        return new PodRecord(
                ID,
                "web",
                Instant.parse("2026-11-24T10:00:00.123456Z"),
                plan,
                Optional.of(new ProcessIdentity(1, 2)),
                PodState.RUNNING,
                Optional.of(new Work(Work.Kind.STOP, Optional.of(new ProcessIdentity(3, 4)))),
                Optional.of(sandbox));
    }

    private static PodRecord in(NetworkMode mode, NetnsPlace place) {
        PodPlan plan = new PodPlan(mode, List.of(), false, List.of(), List.of(), DnsSettings.none(), List.of());
        Sandbox sandbox = new Sandbox(new BootId("4a2b"), place, OptionalLong.empty(), List.of(), List.of(), List.of());
        return complete().with(plan).with(sandbox);
    }

    static Stream<PodRecord> modes() {
        Path file = Path.of("/run/netns/blue");
        return Stream.of(
                in(NetworkMode.none(), new NetnsPlace.Pinned("podnet-2")),
                in(NetworkMode.host(), new NetnsPlace.OfHost()),
                in(NetworkMode.ofPath(file), new NetnsPlace.Joined(file)),
                in(NetworkMode.ofPod(ID.value()), new NetnsPlace.Shared(ID)),
                in(NetworkMode.parse("slirp4netns:mtu=1500"), new NetnsPlace.Pinned("podnet-3")));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void readsWhatItWritesInEveryMode(PodRecord pod) throws Exception {
        assertThat(RecordCodec.read(ID, RecordCodec.write(pod))).isEqualTo(pod);
    }

    /** What podnet wrote before it knew modes. */
    @Test
    void readsRecordsOfVersionOne() throws Exception {
        PodRecord pod = RecordCodec.read(ID, """
                {"version":1,"id":"%s","name":"web","created":"2026-11-24T10:00:00Z","networks":["podnet","other"],
                 "ports":[":80/tcp"],"state":"running","sandbox":{"boot":"b","netns":"podnet-9","cookie":7,
                 "attachments":[{"network":"podnet","ifName":"eth0","result":"{}"},{"network":"other","ifName":"eth1"}],
                 "ports":["8080:80/tcp"],"processes":[]}}""".formatted(ID));
        assertThat(pod.plan().mode()).isEqualTo(NetworkMode.bridge());
        assertThat(pod.plan().networks())
                .containsExactly(
                        PodNetwork.parse("podnet:interface_name=eth0"), PodNetwork.parse("other:interface_name=eth1"));
        Sandbox sandbox = pod.sandbox().orElseThrow();
        assertThat(sandbox.netns()).isEqualTo(new NetnsPlace.Pinned("podnet-9"));
        assertThat(sandbox.attachments())
                .containsExactly(
                        new AttachmentRecord("podnet", "eth0", true, Optional.of("{}"), Optional.empty()),
                        new AttachmentRecord("other", "eth1", false, Optional.empty(), Optional.empty()));
        assertThat(RecordCodec.read(ID, RecordCodec.write(pod))).isEqualTo(pod);
    }

    @Test
    void readsWhatItWrites() throws Exception {
        PodRecord complete = complete();
        assertThat(RecordCodec.read(ID, RecordCodec.write(complete))).isEqualTo(complete);
        PodRecord bare = complete.bare(PodState.STOPPED);
        assertThat(RecordCodec.read(ID, RecordCodec.write(bare))).isEqualTo(bare);
        PodRecord unfinished =
                complete.unfinished(Work.Kind.STOP, complete.sandbox().orElseThrow());
        assertThat(RecordCodec.read(ID, RecordCodec.write(unfinished))).isEqualTo(unfinished);
    }

    @Test
    void ignoresFieldsOfLaterReleases() throws Exception {
        String document = RecordCodec.write(complete()).replaceFirst("\\{", "{\"later\": {\"a\": [1]}, ");
        assertThat(RecordCodec.read(ID, document)).isEqualTo(complete());
    }

    @Test
    void leavesRecordsOfALaterVersionAlone() {
        String document = RecordCodec.write(complete()).replace("\"version\":2", "\"version\":3");
        assertThatThrownBy(() -> RecordCodec.read(ID, document))
                .isInstanceOfSatisfying(
                        PodException.class, e -> assertThat(e.errorCode()).isEqualTo("pod-record-newer"))
                .hasMessage("the record of pod 0123456789ab has version 3, this podnet knows versions up to 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"name\":\"web\"|\"name\":7|name is no text",
                "\"name\":\"web\"|\"nome\":\"web\"|name is missing",
                "\"name\":\"web\"|\"name\":\"a/b\"|name: invalid pod name",
                "\"name\":\"web\"|\"name\":\"\\u001b[31m\"|name: invalid pod name \"\\u001b[31m\": names must match",
                "\"mode\":\"bridge\"|\"mode\":\"container:web\"|mode: invalid pod id \"web\"",
                "\"before\":\"{}\"|\"before\":\"[\"|sandbox.attachments[1].before: ",
                "\"state\":\"running\"|\"state\":\"dancing\"|state: No enum constant io.podnet.api.PodState.DANCING",
                "\"pid\":1,|\"pid\":\"1\",|runner.pid is no whole number",
                "\"pid\":1,|\"pid\":1.5,|runner.pid is no whole number",
                "\"pid\":1,|\"pid\":99999999999999999999,|runner.pid is no whole number",
                "\"kind\":\"stop\"|\"kind\":\"sleep\"|work.kind: No enum constant",
                "\"attachments\":[|\"attachments\":[5,|sandbox.attachments[0] is no object",
                "\"network\":\"other\"|\"network\":null|sandbox.attachments[1].network is missing",
                "\"5353:53/udp\"|\"x\"|sandbox.ports[1]: invalid port mapping",
                "\"networks\":[{|\"networks\":[5,{|networks[0] is no object",
                "\"name\":\"other\",|\"name\":\"podnet\",|networks has podnet:ip=10.1.2.3",
                "\"ifName\":\"x1\"|\"ifName\":\"eth0\"|networks has other:ip=10.1.2.3",
                "\"ifName\":\"x1\"|\"ifName\":\"a/b\"|networks[1].ifName: invalid link name",
                "\"10.1.2.3\"|\"10.1.2\"|networks[1].ips[0]: invalid",
                "\"mode\":\"bridge\"|\"mode\":\"none\"|networks is not empty in mode none",
                "\"mode\":\"bridge\"|\"mode\":\"ns:blue\"|mode: invalid network mode",
                "\"pin\":\"podnet-1\"|\"pin\":\"../x\"|sandbox.netns.pin: invalid namespace name",
                "\"pin\":\"podnet-1\"|\"path\":\"x\"|sandbox.netns.path: invalid path",
                "\"pin\":\"podnet-1\"|\"pod\":\"x\"|sandbox.netns.pod: invalid pod id",
                "\"network\":\"other\"|\"network\":\"../other\"|sandbox.attachments[1].network: invalid network",
                "\"searches\":[\".\"]|\"searches\":[\"a b\"]|dns: invalid DNS search domain",
                "\"created\":\"2026|\"created\":\"20x6|created: Text '20x6",
                "\"id\":\"0|\"id\":\"1|id is that of pod 112345678",
                "{\"version\":2|[{\"version\":2|not JSON",
                "\"version\":2|\"version\":2,\"version\":2|not JSON: Duplicate field 'version'",
            })
    void saysWhatIsWrong(String from, String to, String message) {
        String document = RecordCodec.write(complete());
        assertThat(document).contains(from);
        String changed = document.replace(from, to);
        assertThatThrownBy(() -> RecordCodec.read(ID, changed))
                .isInstanceOf(RecordException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void meetsTruncatedAndDamagedDocumentsWithNothingButItsOwnException() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String document = RecordCodec.write(complete());
        for (int i = 0; i < 5000; i++) {
            StringBuilder damaged = new StringBuilder(document);
            if (random.nextBoolean()) {
                damaged.setLength(random.nextInt(document.length()));
            }
            for (int j = random.nextInt(4); j > 0 && damaged.length() > 0; j--) {
                damaged.setCharAt(random.nextInt(damaged.length()), (char) (32 + random.nextInt(95)));
            }
            try {
                RecordCodec.read(ID, damaged.toString());
            } catch (RecordException | PodException expected) {
                assertThat(expected)
                        .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotEndWith("null"));
            }
        }
    }
}
