// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.NeedsExecutables;
import io.podnet.e2e.shared.KeepsPluginState;
import io.podnet.testkit.RequiresTool;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at a terminal sees, and what bash completes. */
@RequiresTool({"script", "bash"})
@KeepsPluginState
class TerminalTest {
    private static final String PODNET =
            Path.of("..", "podnet").toAbsolutePath().normalize().toString();
    private static final Path PLUGINS = Path.of("/usr/lib/cni");

    @AfterEach
    void removeAll() {
        Called.here("rm", "--all", "--force").ok();
    }

    /** The plugins, of which bridge takes its time to attach. */
    private static void slowPlugins(Path directory) throws IOException {
        try (DirectoryStream<Path> plugins = Files.newDirectoryStream(PLUGINS)) {
            for (Path each : plugins) {
                if (!each.endsWith("bridge")) {
                    Files.createSymbolicLink(directory.resolve(each.getFileName()), each);
                }
            }
        }
        Path bridge = Files.writeString(
                directory.resolve("bridge"),
                "#!/bin/sh\n[ \"$CNI_COMMAND\" != ADD ] || sleep 2.5\nexec " + PLUGINS + "/bridge\n");
        Files.setPosixFilePermissions(bridge, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    @NeedsExecutables(because = "the plugins that take long are scripts")
    void whatTakesLongIsToldOnATerminalAndNowhereElse(@TempDir Path plugins) throws Exception {
        slowPlugins(plugins);
        Called.here("create", "--name", "slow").ok();
        String start = PODNET + " start --plugin-dir " + plugins + " slow";
        Called seen = Called.command(List.of("script", "--quiet", "--return", "--command", start, "/dev/null"))
                .ok();
        // A step overwrites the one before; in the end the line is gone, and what stays is what a file would have.
        assertThat(seen.out())
                .containsPattern("\r\u001b\\[K[|/\\\\-] starting slow, [1-9]\\d* s\r\u001b\\[K")
                .matches("(?s).*\r\u001b\\[Kslow\r\n|(?s).*slow\r\n\r\u001b\\[K");
        Called.here("stop", "slow").ok();
        Called unseen = Called.command(List.of("sh", "-c", start)).ok();
        assertThat(unseen.out()).isEqualTo("slow\n");
        assertThat(unseen.err()).isEmpty();
    }

    @Test
    void bashCompletesCommandsAndOptions(@TempDir Path directory) throws Exception {
        Path script = Files.writeString(
                directory.resolve("completion"), Called.here("completion").ok().out());
        assertThat(completed(script, "net")).isEqualTo("network");
        assertThat(completed(script, "network", "cr")).isEqualTo("create");
        assertThat(completed(script, "create", "--network-a")).isEqualTo("--network-alias");
        assertThat(completed(script, "port", "--lo")).isEqualTo("--long");
        assertThat(completed(script, "dis").split(" ")).contains("disconnect");
    }

    /** What bash itself would offer, by the function that the script has told it to call for podnet. */
    private static String completed(Path script, String... words) throws Exception {
        String ask = "source \"$1\"; shift; COMP_WORDS=(podnet \"$@\"); COMP_CWORD=$#;"
                + " how=$(complete -p podnet); how=${how##*-F }; ${how%% *} podnet \"${!#}\"; echo \"${COMPREPLY[*]}\"";
        List<String> command = new ArrayList<>(List.of("bash", "-c", ask, "bash", script.toString()));
        command.addAll(List.of(words));
        return Called.command(command).line().strip();
    }
}
