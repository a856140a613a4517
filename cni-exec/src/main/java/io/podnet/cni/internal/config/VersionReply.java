// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.config;

import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import io.podnet.cni.CniVersion;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.internal.json.Fields;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.JsonException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a plugin answers to VERSION.
 *
 * @param cniVersion the newest version that the plugin's library knows
 * @param supportedVersions the versions that the plugin speaks, as it wrote them
 */
public record VersionReply(String cniVersion, List<String> supportedVersions) {
    /** Reads a plugin's answer (libcni, pkg/version/plugin.go). */
    public static VersionReply parse(String json) {
        VersionReply reply;
        try {
            Fields fields = Fields.of(Json.asObject(Json.parse(json)));
            reply = new VersionReply(fields.string("cniVersion"), List.copyOf(fields.strings("supportedVersions")));
        } catch (JsonException e) {
            throw invalid(e.getMessage(), e.details());
        }
        if (reply.cniVersion.isEmpty()) {
            throw invalid("missing field cniVersion", "");
        }
        if (!reply.supportedVersions.isEmpty()) {
            return reply;
        }
        // 0.2.0 brought the verb, and left the list to later.
        if (reply.cniVersion.equals(CniVersion.V0_2_0.toString())) {
            return new VersionReply(
                    reply.cniVersion, List.of(CniVersion.V0_1_0.toString(), CniVersion.V0_2_0.toString()));
        }
        throw invalid("missing field supportedVersions", "");
    }

    /**
     * Refuses a configuration whose version the plugin does not list: versions are compared as texts, none counts as
     * 0.1.0 (libcni, pkg/version/reconcile.go).
     */
    public void check(String configVersion) {
        String wanted = configVersion.isEmpty() ? CniVersion.V0_1_0.toString() : configVersion;
        if (!supportedVersions.contains(wanted)) {
            String supported = supportedVersions.stream().map(GoText::quote).collect(Collectors.joining(" ", "[", "]"));
            throw CniException.builder(
                            "cni-version-incompatible",
                            "incompatible CNI versions: config is " + GoText.quote(wanted) + ", plugin supports "
                                    + supported)
                    .code(CniErrorCode.INCOMPATIBLE_CNI_VERSION)
                    .build();
        }
    }

    private static CniException invalid(String message, String details) {
        return CniException.builder("cni-version-reply-invalid", "decoding version info: " + message)
                .code(CniErrorCode.DECODING_FAILURE)
                .details(details)
                .build();
    }
}
