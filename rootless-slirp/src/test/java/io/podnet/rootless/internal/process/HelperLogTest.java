// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelperLogTest {
    @TempDir
    private Path directory;

    @Test
    void onlyLogsThatHaveGrownTooLongAreEmptied() throws Exception {
        Path small = Files.writeString(directory.resolve("small.log"), "hello\n");
        Path big = Files.write(directory.resolve("big.log"), new byte[1024 * 1024 + 1]);
        Path socket = Files.write(directory.resolve("big.sock"), new byte[1024 * 1024 + 1]);

        HelperLog.trim(directory);

        assertThat(small).hasContent("hello\n");
        assertThat(big).isEmptyFile();
        assertThat(socket).isNotEmptyFile();
    }

    @Test
    void noDirectoryIsNoFailure() throws Exception {
        HelperLog.trim(directory.resolve("gone"));

        assertThat(new HelperLog(directory.resolve("gone.log")).lastLines()).isEmpty();
    }

    @Test
    void theLastTenLinesAreKeptWithoutTheNoiseOfPasta() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 12; i++) {
            text.append("Failed to send 30 bytes to syslog\nline ").append(i).append("\n");
        }
        Path log = Files.writeString(directory.resolve("pasta.log"), text);

        assertThat(new HelperLog(log).lastLines())
                .hasSize(10)
                .startsWith("line 3")
                .endsWith("line 12");
    }
}
