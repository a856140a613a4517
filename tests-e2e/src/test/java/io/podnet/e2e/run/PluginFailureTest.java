// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.podnet.e2e.NeedsExecutables;
import io.podnet.e2e.shared.KeepsPluginState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that misbehaves in the middle of a chain of real ones. */
@KeepsPluginState
@NeedsExecutables(because = "scripts stand among the plugins, and one backend runs a whole chain")
class PluginFailureTest {
    private static final String PASS = "cat >/dev/null; exit 0";
    private static final String PASS_RESULT = "sed 's/.*\"prevResult\":\\({.*}\\),\"type\".*/\\1/'";
    private static final String FAIL =
            "cat >/dev/null; echo '{\"cniVersion\":\"1.0.0\",\"code\":100,\"msg\":\"no luck\",\"details\":\"really\"}'; exit 1";
    private static final String HANG = "cat >/dev/null; touch \"$(dirname \"$0\")/reached\"; exec sleep 1000";

    @TempDir
    private Path directory;

    private Path plugins;
    private Path config;

    @BeforeEach
    void chain() throws Exception {
        plugins = Files.createDirectory(directory.resolve("plugins"));
        config = Files.createDirectory(directory.resolve("net.d"));
        Files.writeString(
                config.resolve("10-chained.conflist"),
                Configs.list(
                        "chained",
                        Configs.bridgePlugin("podnet1", "10.11.0.0/24")
                                + ", {\"type\": \"fake\"}, {\"type\": \"portmap\", \"capabilities\": {\"portMappings\": true}}"));
        Files.writeString(config.resolve("20-good.conflist"), Configs.bridge("good", "podnet2", "10.12.0.0/24"));
    }

    private void fake(String add, String del) throws Exception {
        Path plugin = plugins.resolve("fake");
        Files.writeString(
                plugin,
                "#!/bin/sh\ncase $CNI_COMMAND in\nADD) %s ;;\nDEL) %s ;;\n*) echo '{}' ;;\nesac\n".formatted(add, del));
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String[] arguments(String... command) {
        String[] options = {
            "run",
            "--config-dir",
            config.toString(),
            "--plugin-dir",
            "/usr/lib/cni",
            "--plugin-dir",
            plugins.toString(),
            "--network",
            "good",
            "--network",
            "chained",
            "-p",
            "8080:80",
            "--"
        };
        String[] all = Arrays.copyOf(options, options.length + command.length);
        System.arraycopy(command, 0, all, options.length, command.length);
        return all;
    }

    @Test
    void aPluginThatPassesOnWhatItGotIsInNobodysWay() throws Exception {
        fake(PASS_RESULT, PASS);
        assertThat(Launcher.call(arguments("ip", "-brief", "address"))
                        .succeeded()
                        .stdout())
                .contains(" 10.12.0.")
                .contains(" 10.11.0.");
    }

    @Test
    void aFailureInTheMiddleOfTheSecondChainIsUndone() throws Exception {
        fake(FAIL, PASS);
        Launcher.call(arguments("true"))
                .failed(125, "network \"chained\": plugin type=\"fake\" failed (add): no luck; really");
        assertThat(Records.all()).isEmpty();
    }

    @Test
    void whatCannotBeUndoneStaysOnRecordUntilItCan() throws Exception {
        fake(FAIL, FAIL);
        Outcome outcome = Launcher.call(arguments("true"));
        assertThat(outcome.exitStatus()).isEqualTo(125);
        assertThat(outcome.stderr().lines())
                .allMatch(line -> line.startsWith("Error: "))
                .first()
                .isEqualTo("Error: network \"chained\": plugin type=\"fake\" failed (add): no luck; really");
        assertThat(outcome.stderr()).contains("plugin type=\"fake\" failed (delete): no luck; really");
        assertThat(Records.only().attachments())
                .singleElement()
                .satisfies(left -> assertThat(left.network()).isEqualTo("chained"));

        fake(FAIL, PASS);
        assertThat(gc().succeeded().stdout()).startsWith("removed pod ");
        assertThat(Records.all()).isEmpty();
    }

    @Test
    void aTeardownGoesOnAfterAFailureAndGcFinishesIt() throws Exception {
        fake(PASS_RESULT, FAIL);
        Outcome outcome = Launcher.call(arguments("true"));
        assertThat(outcome.exitStatus()).isEqualTo(125);
        assertThat(outcome.stderr())
                .isEqualTo("Error: network \"chained\": plugin type=\"fake\" failed (delete): no luck; really\n");
        assertThat(Records.only().attachments())
                .singleElement()
                .satisfies(left -> assertThat(left.network()).isEqualTo("chained"));
        Outcome stillBroken = gc();
        assertThat(stillBroken.exitStatus()).isEqualTo(125);
        assertThat(stillBroken.stderr()).contains("no luck; really");

        fake(PASS_RESULT, PASS);
        assertThat(gc().succeeded().stdout()).startsWith("removed pod ");
    }

    @Test
    void gcFinishesWithoutTheNetworksConfiguration() throws Exception {
        fake(PASS_RESULT, FAIL);
        assertThat(Launcher.call(arguments("true")).exitStatus()).isEqualTo(125);
        Files.delete(config.resolve("10-chained.conflist"));
        fake(PASS_RESULT, PASS);
        assertThat(gc().succeeded().stdout()).startsWith("removed pod ");
    }

    @Test
    void aSignalEndsAPluginThatHangs() throws Exception {
        fake(HANG, PASS);
        try (Running running = Launcher.start(arguments("true"))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(plugins.resolve("reached")));
            running.signal("INT");
            Outcome outcome = running.end();
            assertThat(outcome.exitStatus()).isEqualTo(128 + 2);
            assertThat(outcome.stderr()).isEqualTo("Error: ended by SIGINT\n");
        }
        assertThat(Records.all()).isEmpty();
    }

    private Outcome gc() throws Exception {
        return Launcher.call(
                "gc",
                "--config-dir",
                config.toString(),
                "--plugin-dir",
                "/usr/lib/cni",
                "--plugin-dir",
                plugins.toString());
    }
}
