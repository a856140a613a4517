// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.ip;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsException;
import io.podnet.netns.internal.Programs;
import io.podnet.netns.internal.ToolRun;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code ip} inside a namespace. */
final class IpCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Netns namespace;

    IpCommand(Netns namespace) {
        this.namespace = namespace;
    }

    /** Asks for something: numbers instead of names that depend on files in /etc/iproute2, all details. */
    JsonNode query(String what, String... arguments) {
        ToolRun run = run(List.of("-Numeric", "-details", "-statistics", "-json"), arguments);
        if (!run.isSuccess()) {
            throw run.failure(what + " in " + namespace);
        }
        try {
            // Without any result, some versions print nothing at all.
            return JSON.readTree(run.output().isBlank() ? "[]" : run.output());
        } catch (JsonProcessingException e) {
            throw new NetnsException(
                    "netns-tool-failed", run.command() + " wrote what is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Changes something. */
    void change(String what, List<String> arguments) {
        ToolRun run = run(List.of(), arguments.toArray(String[]::new));
        if (!run.isSuccess()) {
            throw run.failure(what + " in " + namespace);
        }
    }

    /** Changes something, unless the tool says in one of these ways that there is nothing to change. */
    boolean changeUnless(List<String> missing, String what, List<String> arguments) {
        ToolRun run = run(List.of(), arguments.toArray(String[]::new));
        if (!run.isSuccess() && !run.isAbout(missing.toArray(String[]::new))) {
            throw run.failure(what + " in " + namespace);
        }
        return run.isSuccess();
    }

    private ToolRun run(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Programs.tool("ip", "iproute2"));
        command.addAll(options);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // The directory of this JVM may be one that its user cannot enter again (su, setpriv), and ip needs none.
        builder.directory(new File("/"));
        // Messages are compared.
        builder.environment().put("LC_ALL", "C");
        return ToolRun.await(command, namespace.start(builder));
    }
}
