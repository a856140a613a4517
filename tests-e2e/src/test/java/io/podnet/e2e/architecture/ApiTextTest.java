// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each module shows to its users, compared with the text that was accepted. Who changes it on purpose runs this class
 * with {@code -Dpodnet.api.accept=true}, looks at the difference, and commits it with a line in CHANGELOG.md.
 */
class ApiTextTest {
    private static final Path ACCEPTED = Path.of("..", "api").toAbsolutePath().normalize();
    private static final boolean ACCEPT = Boolean.getBoolean("podnet.api.accept");

    @ParameterizedTest
    @MethodSource("io.podnet.e2e.architecture.PodnetModule#all")
    void showsWhatWasAccepted(PodnetModule module) throws IOException {
        // Its javap and jar write the texts that are compared; others word some lines differently.
        assumeThat(Runtime.version().feature())
                .as("the JDK that makes the releases: 17")
                .isEqualTo(17);
        compare(module.name() + ".module.txt", description(module));
        compare(module.name() + ".txt", signatures(module));
    }

    private static void compare(String name, String now) throws IOException {
        Path accepted = ACCEPTED.resolve(name);
        if (ACCEPT) {
            Files.createDirectories(ACCEPTED);
            Files.writeString(accepted, now);
        }
        assertThat(accepted)
                .as("what was accepted; to accept what is there now, run ApiTextTest with -Dpodnet.api.accept=true")
                .exists();
        assertThat(now)
                .as("api/%s; to accept what is there now, run ApiTextTest with -Dpodnet.api.accept=true", name)
                .isEqualTo(Files.readString(accepted));
    }

    // The first line names the file as well, and the order of the others is that of a hash table.
    private static String description(PodnetModule module) {
        List<String> lines = call(
                        "jar", "--describe-module", "--file", file(module).toString())
                .lines()
                // What is inside and stays there is nobody's business.
                .filter(line -> !line.isBlank() && !line.startsWith("contains "))
                .toList();
        return module.name() + "\n" + lines.stream().skip(1).sorted().collect(Collectors.joining("\n", "", "\n"));
    }

    private static String signatures(PodnetModule module) {
        Set<String> exported = module.exports();
        StringBuilder text = new StringBuilder();
        for (JavaClass type : module.classes().stream()
                .filter(each -> exported.contains(each.getPackageName()) && isVisible(each))
                .sorted(Comparator.comparing(JavaClass::getName))
                .toList()) {
            if (type.isAnnotatedWith(API.class)) {
                API stability = type.getAnnotationOfType(API.class);
                text.append(stability.status())
                        .append(" since ")
                        .append(stability.since())
                        .append('\n');
            }
            call("javap", "-protected", "-constants", "-cp", file(module).toString(), type.getName())
                    .lines()
                    .filter(line -> !line.startsWith("Compiled from"))
                    .forEach(line -> text.append(line).append('\n'));
            text.append('\n');
        }
        return text.toString();
    }

    private static boolean isVisible(JavaClass type) {
        boolean visible = type.getModifiers().contains(JavaModifier.PUBLIC)
                || type.getModifiers().contains(JavaModifier.PROTECTED);
        return visible && type.getEnclosingClass().map(ApiTextTest::isVisible).orElse(true);
    }

    private static Path file(PodnetModule module) {
        return Path.of(module.reference().location().orElseThrow());
    }

    private static String call(String tool, String... arguments) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        int status = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
        writer.flush();
        assertThat(status).as(out.toString()).isZero();
        return out.toString();
    }
}
