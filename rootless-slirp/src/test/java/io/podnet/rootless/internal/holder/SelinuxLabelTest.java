// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.rootless.RootlessException;
import io.podnet.rootless.internal.process.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelinuxLabelTest {
    private static final Path RUN = Path.of("/run/user/1000/podnet/rootless/run");

    @TempDir
    Path directory;

    private Path enforce;
    private final List<List<String>> commands = new ArrayList<>();

    @BeforeEach
    void turnOn() throws Exception {
        enforce = Files.writeString(directory.resolve("enforce"), "1");
    }

    private Tool.Result run(List<String> command, int exit, String output) {
        commands.add(command);
        return new Tool.Result(exit, output);
    }

    @Test
    void nothingIsDoneWithoutSelinux() {
        assertThat(SelinuxLabel.set(RUN, directory.resolve("missing"), command -> run(command, 1, "no")))
                .isEmpty();
        assertThat(commands).isEmpty();
    }

    @Test
    void theLabelThatIptablesNeedsIsSet() {
        assertThat(SelinuxLabel.set(RUN, enforce, command -> run(command, 0, "")))
                .isEmpty();
        assertThat(commands)
                .containsExactly(List.of("chcon", "system_u:object_r:iptables_var_run_t:s0", RUN.toString()));
    }

    @Test
    void aFileSystemWithoutLabelsIsNoFailure() {
        assertThat(SelinuxLabel.set(
                        RUN,
                        enforce,
                        command ->
                                run(command, 1, "chcon: failed to change context of 'run': Operation not supported")))
                .isEmpty();
    }

    @Test
    void anythingElseIsToldAndStopsNothing() {
        assertThat(SelinuxLabel.set(RUN, enforce, command -> run(command, 1, "chcon: invalid context\n")))
                .contains("chcon: invalid context");
        assertThat(SelinuxLabel.set(RUN, enforce, command -> {
                    throw new RootlessException("rootless-tool-failed", "chcon cannot be started");
                }))
                .contains("chcon cannot be started");
    }
}
