// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniVersion;
import java.util.List;
import java.util.Objects;

/** What plugins print besides results. */
final class Replies {
    private Replies() {}

    static String error(int code, String msg, String details) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("code", code).put("msg", msg);
        if (!details.isEmpty()) {
            error.put("details", details);
        }
        return error.toString();
    }

    /** An error without a code, as libcni's plugin library prints it. */
    static String error(RuntimeException failure) {
        String text = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        return error(CniErrorCode.INTERNAL.number(), text, "");
    }

    static String versions(List<CniVersion> versions) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("cniVersion", CniVersion.LATEST.toString());
        versions.forEach(each -> reply.withArray("supportedVersions").add(each.toString()));
        return reply.toString();
    }
}
