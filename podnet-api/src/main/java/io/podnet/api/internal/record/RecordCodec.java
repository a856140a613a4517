// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.PodSpec;
import io.podnet.api.PodState;
import java.time.Instant;
import java.util.Locale;

/** Turns records into JSON and back. */
final class RecordCodec {
    /** Raised when an older podnet would misunderstand what is written; fields that it can ignore do not raise it. */
    static final int VERSION = 2;

    /** The code of the error for a record of a later version. */
    static final String NEWER = "pod-record-newer";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RecordCodec() {}

    static String write(PodRecord pod) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("version", VERSION);
        json.put("id", pod.id().value());
        json.put("name", pod.name());
        json.put("created", pod.created().toString());
        PlanCodec.write(json, pod.plan());
        pod.runner().ifPresent(runner -> SandboxCodec.write(json.putObject("runner"), runner));
        json.put("state", pod.state().toString());
        pod.work().ifPresent(work -> {
            ObjectNode object = json.putObject("work");
            object.put("kind", work.kind().toString());
            work.by().ifPresent(by -> SandboxCodec.write(object.putObject("by"), by));
        });
        pod.sandbox().ifPresent(sandbox -> SandboxCodec.write(json.putObject("sandbox"), sandbox));
        return json.toString();
    }

    /**
     * Reads a record.
     *
     * @throws RecordException if the document is none
     * @throws PodException ({@code pod-record-newer}) if a later podnet wrote it
     */
    static PodRecord read(PodId id, String document) throws RecordException {
        RecordFields fields;
        try {
            fields = RecordFields.of(MAPPER.readTree(document), "");
        } catch (JsonProcessingException e) {
            throw new RecordException("not JSON: " + e.getOriginalMessage(), e);
        }
        long version = fields.number("version");
        if (version > VERSION) {
            throw new PodException(
                    NEWER,
                    "the record of pod " + id.shortened() + " has version " + version
                            + ", this podnet knows versions up to " + VERSION);
        }
        if (version < 1) {
            throw new RecordException("version is " + version);
        }
        PodRecord pod = pod(fields, version);
        if (!pod.id().equals(id)) {
            throw new RecordException("id is that of pod " + pod.id().shortened());
        }
        return pod;
    }

    private static PodRecord pod(RecordFields fields, long version) throws RecordException {
        return new PodRecord(
                fields.text("id", PodId::new),
                fields.text("name", RecordCodec::podName),
                fields.text("created", Instant::parse),
                PlanCodec.read(fields, version),
                fields.optionalObject("runner", SandboxCodec::process),
                fields.text("state", text -> PodState.valueOf(text.toUpperCase(Locale.ROOT))),
                fields.optionalObject("work", RecordCodec::work),
                fields.optionalObject("sandbox", each -> SandboxCodec.read(each, version)));
    }

    private static String podName(String text) {
        PodSpec.builder().name(text);
        return text;
    }

    private static Work work(RecordFields fields) throws RecordException {
        return new Work(
                fields.text("kind", text -> Work.Kind.valueOf(text.toUpperCase(Locale.ROOT))),
                fields.optionalObject("by", SandboxCodec::process));
    }
}
