// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reaches a plugin of characters beyond ASCII, which a JVM can say only in a locale that has them. */
class LocaleTest extends ClientFixture {
    private static final NetworkConfigList NETWORK = NetworkConfigList.parse(
            "{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"plugins\":[{\"type\":\"noting\",\"label\":\"gr\u00fcn\"}]}");

    private FakePlugin noting;

    @BeforeEach
    void install() {
        noting = install("noting").answers("ADD", FakePlugin.RESULT);
    }

    /** Attaches with an argument that is not ASCII, and prints what came of it. */
    public static void main(String[] args) {
        try (CniClient cni = CniClient.builder()
                .pluginPath(List.of(Path.of(args[0]).resolve("bin")))
                .cacheDirectory(Path.of(args[0]).resolve("cache"))
                .build()) {
            cni.add(
                    NETWORK,
                    Attachment.builder(ID, LIVE).arg("NAME", "gr\u00fcn\u20ac").build());
            System.out.println("added");
        } catch (CniException e) {
            System.out.println(e.getMessage().replaceAll("[^ -~]", "?"));
        }
    }

    private String attachInLocale(String locale) throws IOException {
        List<String> command = OtherProcess.java(LocaleTest.class);
        command.add(directory.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LC_ALL", locale);
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void arriveInAUtf8Locale() throws IOException {
        assertThat(attachInLocale("C.UTF-8")).isEqualTo("added\n");
        assertThat(noting.call("ADD").cni()).containsEntry("CNI_ARGS", "NAME=gr\u00fcn\u20ac");
        assertThat(noting.call("ADD").stdin()).contains("\"label\":\"gr\u00fcn\"");
    }

    @Test
    void areRefusedLoudlyWhereTheyWouldBecomeQuestionMarks() throws IOException {
        assertThat(attachInLocale("C"))
                .contains("plugin type=\"noting\" failed (add)")
                .contains("could not be run: variable CNI_ARGS with \"NAME=gr?n?\" cannot be said in")
                .contains("LC_ALL=C.UTF-8");
        assertThat(noting.calls()).isEmpty();
    }
}
