// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import io.podnet.cni.CniVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A plugin that passes on what it got, notes each call with its input, and fails on the verbs that a test names. Speaks
 * CNI 1.1.0, which no plugin at hand does.
 */
final class ScriptedPlugin {
    static final String TYPE = "scripted";

    private static final String SCRIPT = """
            #!/bin/sh
            here=${0%/*}
            input=$(cat)
            printf '%s %s\\n' "$CNI_COMMAND" "$input" >> "$here/calls"
            if [ -e "$here/fails-$CNI_COMMAND" ]; then
              echo '{"cniVersion": "1.0.0", "code": 100, "msg": "no luck", "details": "on purpose"}'
              exit 1
            fi
            case $CNI_COMMAND in
            VERSION) echo '{"cniVersion": "1.1.0", "supportedVersions": ["0.4.0", "1.0.0", "1.1.0"]}' ;;
            ADD)
              case $input in
              *'"prevResult"'*) printf '%s' "$input" | sed 's/.*"prevResult":\\({.*}\\),"type".*/\\1/' ;;
              *) printf '%s' "$input" | sed 's/.*"cniVersion":\\("[^"]*"\\).*/{"cniVersion":\\1}/' ;;
              esac ;;
            esac
            """;

    private final Path directory;

    private ScriptedPlugin(Path directory) {
        this.directory = directory;
    }

    /** Puts it among the plugins of a test. */
    static ScriptedPlugin in(Path directory) throws IOException {
        ScriptedPlugin plugin = new ScriptedPlugin(directory);
        plugin.install();
        return plugin;
    }

    void install() throws IOException {
        Path file = directory.resolve(TYPE);
        Files.writeString(file, SCRIPT);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    void vanish() throws IOException {
        Files.delete(directory.resolve(TYPE));
    }

    void fails(CniVerb verb) throws IOException {
        Files.createFile(directory.resolve("fails-" + verb));
    }

    void recovers() throws IOException {
        for (CniVerb each : CniVerb.values()) {
            Files.deleteIfExists(directory.resolve("fails-" + each));
        }
    }

    /** What it was told by one verb, call by call; JSON. */
    List<String> inputs(CniVerb verb) throws IOException {
        Path calls = directory.resolve("calls");
        if (!Files.exists(calls)) {
            return List.of();
        }
        return Files.readAllLines(calls).stream()
                .filter(line -> line.startsWith(verb + " "))
                .map(line -> line.substring(verb.toString().length() + 1))
                .toList();
    }
}
