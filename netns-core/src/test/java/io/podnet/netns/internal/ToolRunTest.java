// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.netns.NetnsDeniedException;
import io.podnet.netns.NetnsException;
import io.podnet.netns.NetnsExistsException;
import io.podnet.netns.NetnsNotFoundException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolRunTest {
    private static ToolRun run(String script) throws IOException {
        return ToolRun.await(List.of("sh"), new ProcessBuilder("sh", "-c", script).start());
    }

    @Test
    void readsBothStreamsHoweverLong() throws IOException {
        ToolRun run = run("head -c 300000 /dev/zero | tr '\\0' x; head -c 200000 /dev/zero | tr '\\0' y >&2; exit 3");

        assertThat(run.output()).hasSize(300_000);
        assertThat(run.error()).hasSize(200_000);
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.isSuccess()).isFalse();
    }

    @Test
    void givesTheToolNoInput() throws IOException {
        assertThat(run("cat; echo end").output()).isEqualTo("end\n");
    }

    @ParameterizedTest
    @CsvSource({
        "RTNETLINK answers: File exists, netns-exists",
        "Error: ipv4: Address already assigned., netns-exists",
        "RTNETLINK answers: Operation not permitted, netns-denied",
        "mount: /x: permission denied., netns-denied",
        "mount: /x: must be superuser to use mount., netns-denied",
        "Cannot find device \"x\", netns-not-found",
        "Device \"x\" does not exist., netns-not-found",
        "Error: mtu less than device minimum., netns-tool-failed",
    })
    void theToolsWordsTellTheKind(String words, String code) {
        NetnsException e = new ToolRun(List.of("ip", "link"), 2, "", words).failure("cannot do it");

        assertThat(e.errorCode()).isEqualTo(code);
        assertThat(e.getMessage()).startsWith("cannot do it: ip link: " + words);
        assertThat(List.of(
                        NetnsExistsException.class,
                        NetnsDeniedException.class,
                        NetnsNotFoundException.class,
                        NetnsException.class))
                .anyMatch(type -> type == e.getClass());
    }

    @Test
    void aSilentFailureShowsItsStatus() {
        assertThat(new ToolRun(List.of("ip"), 7, "", "").failure("cannot do it"))
                .hasMessage("cannot do it: ip: exit status 7");
    }
}
