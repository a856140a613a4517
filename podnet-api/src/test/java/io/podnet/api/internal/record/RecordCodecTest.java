package io.podnet.api.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.PodState;
import io.podnet.base.BootId;
import io.podnet.base.PortMapping;
import io.podnet.base.ProcessIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordCodecTest {
    private static final PodId ID = new PodId("0123456789abcdef".repeat(4));

    static PodRecord complete() {
        Sandbox sandbox = new Sandbox(
                new BootId("4a2b"),
                "podnet-01234567-89ab-cdef-0123-456789abcdef",
                OptionalLong.of(4711),
                List.of(
                        new AttachmentRecord("podnet", "eth0", Optional.of("{\"cniVersion\":\"1.0.0\"}")),
                        AttachmentRecord.intended("other", "eth1")),
                List.of(PortMapping.parse("[::1]:8080:80"), PortMapping.parse("5353:53/udp")),
                List.of(new ProcessIdentity(17, 99)));
        return new PodRecord(
                ID,
                "web",
                Instant.parse("2026-11-24T10:00:00.123456Z"),
                List.of("podnet", "other"),
                List.of(PortMapping.parse("80"), PortMapping.parse("127.0.0.1::81-82/sctp")),
                Optional.of(new ProcessIdentity(1, 2)),
                PodState.RUNNING,
                Optional.of(new Work(Work.Kind.STOP, Optional.of(new ProcessIdentity(3, 4)))),
                Optional.of(sandbox));
    }

    @Test
    void readsWhatItWrites() throws Exception {
        PodRecord complete = complete();
        assertThat(RecordCodec.read(ID, RecordCodec.write(complete))).isEqualTo(complete);
        PodRecord bare = complete.bare(PodState.STOPPED);
        assertThat(RecordCodec.read(ID, RecordCodec.write(bare))).isEqualTo(bare);
        PodRecord unfinished = complete.unfinished(complete.sandbox().orElseThrow());
        assertThat(RecordCodec.read(ID, RecordCodec.write(unfinished))).isEqualTo(unfinished);
    }

    @Test
    void ignoresFieldsOfLaterReleases() throws Exception {
        String document = RecordCodec.write(complete()).replaceFirst("\\{", "{\"later\": {\"a\": [1]}, ");
        assertThat(RecordCodec.read(ID, document)).isEqualTo(complete());
    }

    @Test
    void leavesRecordsOfALaterVersionAlone() {
        String document = RecordCodec.write(complete()).replace("\"version\":1", "\"version\":2");
        assertThatThrownBy(() -> RecordCodec.read(ID, document))
                .isInstanceOfSatisfying(
                        PodException.class, e -> assertThat(e.errorCode()).isEqualTo("pod-record-newer"))
                .hasMessage("the record of pod 0123456789ab has version 2, this podnet knows versions up to 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"name\":\"web\"|\"name\":7|name is no text",
                "\"name\":\"web\"|\"nome\":\"web\"|name is missing",
                "\"state\":\"running\"|\"state\":\"dancing\"|state: No enum constant io.podnet.api.PodState.DANCING",
                "\"pid\":1,|\"pid\":\"1\",|runner.pid is no whole number",
                "\"pid\":1,|\"pid\":1.5,|runner.pid is no whole number",
                "\"pid\":1,|\"pid\":99999999999999999999,|runner.pid is no whole number",
                "\"kind\":\"stop\"|\"kind\":\"sleep\"|work.kind: No enum constant",
                "\"attachments\":[|\"attachments\":[5,|sandbox.attachments[0] is no object",
                "\"network\":\"other\"|\"network\":null|sandbox.attachments[1].network is missing",
                "\"5353:53/udp\"|\"x\"|sandbox.ports[1]: invalid port mapping",
                "\"networks\":[\"podnet\",\"other\"]|\"networks\":[]|networks is empty",
                "\"networks\":[\"podnet\",\"other\"]|\"networks\":{}|networks is no array",
                "\"created\":\"2026|\"created\":\"20x6|created: Text '20x6",
                "\"id\":\"0|\"id\":\"1|id is that of pod 112345678",
                "{\"version\":1|[{\"version\":1|not JSON",
                "\"version\":1|\"version\":1,\"version\":1|not JSON: Duplicate field 'version'",
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
