// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.api.PodId;
import io.podnet.api.PodNetwork;
import io.podnet.base.BootId;
import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import io.podnet.base.ProcessIdentity;
import io.podnet.cni.CniResult;
import io.podnet.netns.LinkName;
import io.podnet.netns.NetnsName;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Turns what pods have outside of their records into JSON and back. */
final class SandboxCodec {
    private SandboxCodec() {}

    static void write(ObjectNode json, Sandbox sandbox) {
        json.put("boot", sandbox.boot().value());
        write(json.putObject("netns"), sandbox.netns());
        sandbox.cookie().ifPresent(cookie -> json.put("cookie", cookie));
        ArrayNode attachments = json.putArray("attachments");
        for (AttachmentRecord each : sandbox.attachments()) {
            ObjectNode object = attachments.addObject();
            object.put("network", each.network());
            object.put("ifName", each.ifName());
            object.put("publishes", each.publishes());
            each.result().ifPresent(result -> object.put("result", result));
            each.before().ifPresent(before -> object.put("before", before));
        }
        ArrayNode ports = json.putArray("ports");
        sandbox.ports().forEach(each -> ports.add(each.toString()));
        ArrayNode processes = json.putArray("processes");
        sandbox.processes().forEach(each -> write(processes.addObject(), each));
    }

    private static void write(ObjectNode json, NetnsPlace netns) {
        if (netns instanceof NetnsPlace.Pinned pinned) {
            json.put("pin", pinned.pin());
        } else if (netns instanceof NetnsPlace.Joined joined) {
            json.put("path", joined.file().toString());
        } else if (netns instanceof NetnsPlace.Shared shared) {
            json.put("pod", shared.owner().value());
        } else {
            json.put("host", true);
        }
    }

    static void write(ObjectNode json, ProcessIdentity process) {
        json.put("pid", process.pid());
        json.put("startTicks", process.startTicks());
    }

    static Sandbox read(RecordFields fields, long version) throws RecordException {
        List<AttachmentRecord> attachments = fields.objects("attachments", each -> attachment(each, version));
        if (version == 1 && !attachments.isEmpty()) {
            attachments.set(0, publishing(attachments.get(0)));
        }
        return new Sandbox(
                fields.text("boot", BootId::new),
                version == 1 ? fields.text("netns", SandboxCodec::pinned) : fields.object("netns", SandboxCodec::netns),
                fields.has("cookie") ? OptionalLong.of(fields.number("cookie")) : OptionalLong.empty(),
                attachments,
                fields.texts("ports", PortMapping::parse),
                fields.objects("processes", SandboxCodec::process));
    }

    private static NetnsPlace netns(RecordFields fields) throws RecordException {
        if (fields.has("pin")) {
            return fields.text("pin", SandboxCodec::pinned);
        }
        if (fields.has("path")) {
            return fields.text("path", SandboxCodec::joined);
        }
        if (fields.has("pod")) {
            return fields.text("pod", text -> new NetnsPlace.Shared(new PodId(text)));
        }
        if (fields.flag("host")) {
            return new NetnsPlace.OfHost();
        }
        throw new RecordException("sandbox.netns is none that this podnet knows");
    }

    // Checked, since it becomes a path of what is removed.
    private static NetnsPlace pinned(String pin) {
        return new NetnsPlace.Pinned(NetnsName.of(pin).value());
    }

    private static NetnsPlace joined(String text) {
        Path file = Path.of(text);
        if (!file.isAbsolute()) {
            throw new InvalidValueException("path", text, "must be absolute");
        }
        return new NetnsPlace.Joined(file);
    }

    // Checked too: these become names of files.
    private static AttachmentRecord attachment(RecordFields fields, long version) throws RecordException {
        return new AttachmentRecord(
                fields.text("network", text -> PodNetwork.of(text).name()),
                fields.text("ifName", text -> LinkName.of(text).value()),
                version > 1 && fields.flag("publishes"),
                fields.optionalText("result", SandboxCodec::result),
                fields.optionalText("before", SandboxCodec::result));
    }

    // What shows pods takes it for a result.
    private static String result(String text) {
        CniResult.parse(text);
        return text;
    }

    // Version 1 published through the first network.
    private static AttachmentRecord publishing(AttachmentRecord first) {
        return new AttachmentRecord(first.network(), first.ifName(), true, first.result(), first.before());
    }

    static ProcessIdentity process(RecordFields fields) throws RecordException {
        return new ProcessIdentity(fields.number("pid"), fields.number("startTicks"));
    }
}
