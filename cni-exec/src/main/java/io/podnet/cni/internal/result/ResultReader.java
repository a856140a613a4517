// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.internal.json.Fields;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.JsonException;
import org.jspecify.annotations.Nullable;

/** Finds out of which version a result is, and reads it so. */
public final class ResultReader {
    private static final String VERSION = "cniVersion";

    private ResultReader() {}

    /**
     * Reads what a plugin printed: a result without a version gets that of the configuration, and {@code null} is an empty
     * result (libcni, pkg/invoke/exec.go, fixupResultVersion).
     */
    public static CniResult read(String json, String configVersion) {
        ObjectNode tree;
        try {
            JsonNode node = Json.parse(json);
            tree = node.isNull() ? Json.object() : Json.asObject(node);
        } catch (JsonException e) {
            throw invalid("failed to unmarshal raw result: " + e.getMessage(), e);
        }
        JsonNode own = tree.get(VERSION);
        String version = own == null ? "" : own.asText("");
        if (own == null || !own.isTextual() || version.isEmpty()) {
            version = configVersion.isEmpty() ? CniVersion.V0_1_0.toString() : configVersion;
            tree.remove(VERSION);
            tree.put(VERSION, version);
        }
        return readAs(version, tree);
    }

    /**
     * Reads what a plugin finds in its configuration as {@code prevResult} (libcni, pkg/version/version.go,
     * ParsePrevResult): the configuration's version counts only if the result has none, whatever the case of its key.
     */
    public static CniResult readPrevResult(String configVersion, ObjectNode tree) {
        ObjectNode stamped = Json.object();
        stamped.put("CNIVersion", configVersion);
        stamped.setAll(tree);
        try {
            return readAs(configVersion, stamped);
        } catch (CniException e) {
            throw CniException.builder("cni-result-invalid", "could not parse prevResult: " + e.msg())
                    .code(e.code())
                    .details(e.details())
                    .cause(e)
                    .build();
        }
    }

    /**
     * Reads a result in the form of a given version; it must say that it is of the same family (libcni,
     * pkg/types/internal/create.go).
     */
    public static CniResult readAs(String version, ObjectNode tree) {
        ResultFamily family = ResultFamily.named(version)
                .orElseThrow(() -> invalid("unsupported CNI result version " + GoText.quote(version), null));
        try {
            Fields fields = Fields.of(tree);
            String own = fields.string(VERSION);
            CniVersion known = family.find(own)
                    .orElseThrow(() -> new JsonException(
                            "result type supports " + family.names() + " but unmarshalled CNIVersion is "
                                    + GoText.quote(own),
                            ""));
            return ResultForms.read(family, known, fields);
        } catch (JsonException e) {
            throw invalid(e.getMessage(), e);
        }
    }

    private static CniException invalid(String message, @Nullable JsonException cause) {
        CniException.Builder builder =
                CniException.builder("cni-result-invalid", message).code(CniErrorCode.DECODING_FAILURE);
        return (cause == null ? builder : builder.details(cause.details()).cause(cause)).build();
    }
}
