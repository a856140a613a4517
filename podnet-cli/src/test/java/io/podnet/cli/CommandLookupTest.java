// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLookupTest {
    @TempDir
    private Path directory;

    @Test
    void findsCommandsInPathAndByFile() {
        CommandLookup.check("sh");
        CommandLookup.check("/bin/sh");
    }

    @Test
    void tellsWhatIsNotThereFromWhatCannotBeInvoked() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        fails("no-such-command", 127, "command \"no-such-command\" not found in PATH");
        fails("", 127, "command \"\" not found in PATH");
        fails("./no/such", 127, "command \"./no/such\": no such file or directory");
        fails(directory.toString(), 126, "command \"" + directory + "\": is a directory");
        fails(file.toString(), 126, "command \"" + file + "\": permission denied");
    }

    private static void fails(String command, int status, String message) {
        assertThatThrownBy(() -> CommandLookup.check(command))
                .isInstanceOfSatisfying(
                        CommandFailure.class, e -> assertThat(e.exitStatus()).isEqualTo(status))
                .hasMessage(message);
    }
}
