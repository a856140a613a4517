// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plugin for tests: a shell script that writes down its environment and its stdin, and then does what the test wants.
 * Several of them share one log, which tells in what order they were called.
 */
public final class FakePlugin {
    /** An answer to ADD that all versions from 0.3.0 on can read. */
    public static final String RESULT = "{\"cniVersion\":\"1.0.0\",\"ips\":[{\"address\":\"10.1.2.3/24\"}]}";

    private static final String SCRIPT = """
            #!/bin/sh
            type=@TYPE@
            state=@STATE@
            call=$state/$type.$$
            env > "$call.env"
            # A plugin that never reads is one of the cases.
            [ -f "$state/$type.deaf" ] || cat > "$call.stdin"
            echo "$type $CNI_COMMAND $CNI_CONTAINERID $CNI_IFNAME $$" >> "$state/log"
            [ ! -f "$state/$type.$CNI_COMMAND" ] || . "$state/$type.$CNI_COMMAND"
            exit 0
            """;

    private final String type;
    private final Path bin;
    private final Path state;

    /**
     * One call that the plugin got.
     *
     * @param type the plugin
     * @param verb its CNI_COMMAND
     * @param environment all variables
     * @param stdin what it read
     */
    public record Call(String type, String verb, Map<String, String> environment, String stdin) {
        /** Gives the CNI variables alone. */
        public Map<String, String> cni() {
            Map<String, String> cni = new TreeMap<>(environment);
            cni.keySet().removeIf(name -> !name.startsWith("CNI_"));
            return cni;
        }
    }

    private FakePlugin(String type, Path directory) {
        this.type = type;
        this.bin = directory.resolve("bin");
        this.state = directory.resolve("state");
    }

    /** Installs a plugin below a directory: the executable in {@code bin}, the rest in {@code state}. */
    public static FakePlugin install(String type, Path directory) {
        FakePlugin plugin = new FakePlugin(type, directory);
        try {
            Files.createDirectories(plugin.bin);
            Files.createDirectories(plugin.state);
            Files.writeString(
                    plugin.executable(), SCRIPT.replace("@TYPE@", type).replace("@STATE@", plugin.state.toString()));
            Files.setPosixFilePermissions(plugin.executable(), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return plugin.on(
                "VERSION",
                "echo '{\"cniVersion\":\"1.1.0\",\"supportedVersions\":[\"0.-42.0\",\"0.1.0\","
                        + "\"0.2.0\",\"0.3.0\",\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]}'");
    }

    public String type() {
        return type;
    }

    public Path executable() {
        return bin.resolve(type);
    }

    /** Gives the directory of the executable. */
    public Path bin() {
        return bin;
    }

    /** Gives the directory in which scripts may leave files. */
    public Path state() {
        return state;
    }

    /** Runs shell commands on a verb. */
    public FakePlugin on(String verb, String shell) {
        write(type + "." + verb, shell + "\n");
        return this;
    }

    /** Prints something on a verb. */
    public FakePlugin answers(String verb, String stdout) {
        return on(verb, "cat <<'ANSWER'\n" + stdout + "\nANSWER");
    }

    /** Fails on a verb with an error object. */
    public FakePlugin fails(String verb, int code, String msg, String details) {
        String error = "{\"code\":" + code + ",\"msg\":\"" + msg + "\",\"details\":\"" + details + "\"}";
        return on(verb, "cat <<'ANSWER'\n" + error + "\nANSWER\nexit 1");
    }

    /** Works again on a verb. */
    public FakePlugin recovers(String verb) {
        try {
            Files.deleteIfExists(state.resolve(type + "." + verb));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Never reads its stdin. */
    public FakePlugin deaf() {
        write(type + ".deaf", "");
        return this;
    }

    /** Lists the calls of all plugins of one directory, in order, as {@code type VERB}. */
    public List<String> log() {
        return lines().stream()
                .map(line -> line.split(" ", -1))
                .map(parts -> parts[0] + " " + parts[1])
                .toList();
    }

    /** Forgets the calls. */
    public void clearLog() {
        write("log", "");
    }

    /** Lists the calls of this plugin, in order. */
    public List<Call> calls() {
        return lines().stream()
                .map(line -> line.split(" ", -1))
                .filter(parts -> parts[0].equals(type))
                .map(parts -> {
                    String call = type + "." + parts[parts.length - 1];
                    return new Call(type, parts[1], environment(read(call + ".env")), read(call + ".stdin"));
                })
                .toList();
    }

    /** Gives the only call of this plugin with a verb. */
    public Call call(String verb) {
        List<Call> calls =
                calls().stream().filter(call -> call.verb().equals(verb)).toList();
        if (calls.size() != 1) {
            throw new AssertionError(calls.size() + " calls of " + type + " " + verb + " in " + lines());
        }
        return calls.get(0);
    }

    private List<String> lines() {
        return Files.exists(state.resolve("log")) ? read("log").lines().toList() : List.of();
    }

    private static Map<String, String> environment(String text) {
        Map<String, String> environment = new TreeMap<>();
        text.lines().filter(line -> line.contains("=")).forEach(line -> {
            int equals = line.indexOf('=');
            environment.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return environment;
    }

    private String read(String file) {
        try {
            Path path = state.resolve(file);
            return Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String file, String text) {
        try {
            Files.writeString(
                    state.resolve(file),
                    text,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
