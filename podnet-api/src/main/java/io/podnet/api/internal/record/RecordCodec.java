package io.podnet.api.internal.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.PodState;
import io.podnet.base.BootId;
import io.podnet.base.PortMapping;
import io.podnet.base.ProcessIdentity;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;

/** Turns records into JSON and back. */
final class RecordCodec {
    /** Raised when an older podnet would misunderstand what is written; fields that it can ignore do not raise it. */
    static final int VERSION = 1;

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
        ArrayNode networks = json.putArray("networks");
        pod.networks().forEach(networks::add);
        ArrayNode ports = json.putArray("ports");
        pod.ports().forEach(each -> ports.add(each.toString()));
        pod.runner().ifPresent(runner -> write(json.putObject("runner"), runner));
        json.put("state", pod.state().toString());
        pod.work().ifPresent(work -> {
            ObjectNode object = json.putObject("work");
            object.put("kind", work.kind().toString());
            work.by().ifPresent(by -> write(object.putObject("by"), by));
        });
        pod.sandbox().ifPresent(sandbox -> write(json.putObject("sandbox"), sandbox));
        return json.toString();
    }

    private static void write(ObjectNode json, Sandbox sandbox) {
        json.put("boot", sandbox.boot().value());
        json.put("netns", sandbox.netns());
        sandbox.cookie().ifPresent(cookie -> json.put("cookie", cookie));
        ArrayNode attachments = json.putArray("attachments");
        for (AttachmentRecord each : sandbox.attachments()) {
            ObjectNode object = attachments.addObject();
            object.put("network", each.network());
            object.put("ifName", each.ifName());
            each.result().ifPresent(result -> object.put("result", result));
        }
        ArrayNode ports = json.putArray("ports");
        sandbox.ports().forEach(each -> ports.add(each.toString()));
        ArrayNode processes = json.putArray("processes");
        sandbox.processes().forEach(each -> write(processes.addObject(), each));
    }

    private static void write(ObjectNode json, ProcessIdentity process) {
        json.put("pid", process.pid());
        json.put("startTicks", process.startTicks());
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
                    "pod-record-newer",
                    "the record of pod " + id.shortened() + " has version " + version
                            + ", this podnet knows versions up to " + VERSION);
        }
        PodRecord pod = pod(fields);
        if (!pod.id().equals(id)) {
            throw new RecordException("id is that of pod " + pod.id().shortened());
        }
        if (pod.networks().isEmpty()) {
            throw new RecordException("networks is empty");
        }
        return pod;
    }

    private static PodRecord pod(RecordFields fields) throws RecordException {
        return new PodRecord(
                fields.text("id", PodId::new),
                fields.text("name", text -> text),
                fields.text("created", Instant::parse),
                fields.texts("networks", text -> text),
                fields.texts("ports", PortMapping::parse),
                fields.optionalObject("runner", RecordCodec::process),
                fields.text("state", text -> PodState.valueOf(text.toUpperCase(Locale.ROOT))),
                fields.optionalObject("work", RecordCodec::work),
                fields.optionalObject("sandbox", RecordCodec::sandbox));
    }

    private static Work work(RecordFields fields) throws RecordException {
        return new Work(
                fields.text("kind", text -> Work.Kind.valueOf(text.toUpperCase(Locale.ROOT))),
                fields.optionalObject("by", RecordCodec::process));
    }

    private static Sandbox sandbox(RecordFields fields) throws RecordException {
        return new Sandbox(
                fields.text("boot", BootId::new),
                fields.text("netns", text -> text),
                fields.has("cookie") ? OptionalLong.of(fields.number("cookie")) : OptionalLong.empty(),
                fields.objects("attachments", RecordCodec::attachment),
                fields.texts("ports", PortMapping::parse),
                fields.objects("processes", RecordCodec::process));
    }

    private static AttachmentRecord attachment(RecordFields fields) throws RecordException {
        return new AttachmentRecord(
                fields.text("network", text -> text),
                fields.text("ifName", text -> text),
                fields.optionalText("result", text -> text));
    }

    private static ProcessIdentity process(RecordFields fields) throws RecordException {
        return new ProcessIdentity(fields.number("pid"), fields.number("startTicks"));
    }
}
