// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import com.fasterxml.jackson.databind.JsonNode;
import io.podnet.cni.CniException;
import io.podnet.cni.CniMode;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.internal.json.Fields;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.JsonException;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.cni.spi.PluginReply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out from what a plugin left behind why it failed; the texts in quotes are libcni's, which programs match on.
 */
public final class Diagnosis {
    private static final String PLUGIN_FAILED = "cni-plugin-failed";
    private static final String NO_MESSAGE = "netplugin failed with no error message: ";

    /** What the backend for executables says, as {@code plugin /x could not be run: error=13, Permission denied}. */
    private static final Pattern EXEC_FAILURE = Pattern.compile("plugin (.*) could not be run: error=\\d+, (.*)");

    private final CniMode mode;

    /** Makes texts for a mode. */
    public Diagnosis(CniMode mode) {
        this.mode = mode;
    }

    /** For a plugin that answered with a failure. */
    public CniException.Builder of(PluginReply reply) {
        return of("exit status " + reply.exit(), reply.stdout(), reply.stderr());
    }

    /** For a plugin that did not answer. */
    public CniException.Builder of(PluginInvocationException failure) {
        CniException.Builder improved = CniException.builder(failure.errorCode(), failure.getMessage());
        if (mode == CniMode.IMPROVED) {
            return improved.stderr(failure.stderr()).cause(failure);
        }
        CniException.Builder literal = switch (failure.reason()) {
            case NOT_FOUND, FLOOD -> improved;
            case NOT_STARTED ->
                CniException.builder(
                        failure.errorCode(), NO_MESSAGE + "fork/exec " + execFailure(failure.getMessage()));
            case DEADLINE -> of("context deadline exceeded", failure.stdout(), failure.stderr());
            case INTERRUPTED -> of("context canceled", failure.stdout(), failure.stderr());
        };
        return literal.cause(failure);
    }

    private static String execFailure(String message) {
        Matcher matcher = EXEC_FAILURE.matcher(message);
        if (!matcher.find()) {
            return message;
        }
        String reason = matcher.group(2);
        return matcher.group(1) + ": " + Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }

    private CniException.Builder of(String ending, String stdout, String stderr) {
        if (stdout.isEmpty()) {
            if (stderr.isEmpty()) {
                return CniException.builder(PLUGIN_FAILED, NO_MESSAGE + ending);
            }
            String quoted = "netplugin failed: " + GoText.quote(stderr);
            return CniException.builder(PLUGIN_FAILED, mode == CniMode.LIBCNI ? quoted : quoted + ": " + ending);
        }
        CniException.Builder builder = ofError(stdout, ending);
        return mode == CniMode.LIBCNI ? builder : builder.stderr(stderr);
    }

    private CniException.Builder ofError(String stdout, String ending) {
        try {
            JsonNode tree = Json.parse(stdout);
            Fields error = Fields.of(tree.isNull() ? Json.object() : Json.asObject(tree));
            String msg = error.string("msg");
            if (msg.isEmpty() && mode == CniMode.IMPROVED) {
                msg = "netplugin failed without a message (" + ending + "): " + GoText.quote(stdout);
            }
            return CniException.builder(PLUGIN_FAILED, msg)
                    .code(error.integer("code").orElse(0))
                    .details(error.string("details"));
        } catch (JsonException e) {
            return CniException.builder(
                            PLUGIN_FAILED,
                            "netplugin failed but error parsing its diagnostic message " + GoText.quote(stdout) + ": "
                                    + e.getMessage())
                    .cause(e);
        }
    }
}
