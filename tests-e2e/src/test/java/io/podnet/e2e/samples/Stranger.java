// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Place;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody who knows podnet by its artifacts only: copies of {@code samples/}, and a Maven repository with the modules as
 * this build packaged them. All else that Maven wants comes from the repository of this build, which has it by now: a
 * private host reaches no other.
 */
final class Stranger {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>podnet</artifactId>\\s*<version>([^<]+)</version>");

    private final Path samples;
    private final Path settings;

    private Stranger(Path samples, Path settings) {
        this.samples = samples;
        this.settings = settings;
    }

    /** Settles in an empty directory. */
    static Stranger in(Path directory) throws IOException {
        Path repository = directory.resolve("repository");
        fill(repository);
        Path settings = Files.writeString(directory.resolve("settings.xml"), settings(repository));
        return new Stranger(directory.resolve("samples"), settings);
    }

    private static void fill(Path repository) throws IOException {
        Matcher version = VERSION.matcher(Files.readString(CHECKOUT.resolve("pom.xml")));
        assertThat(version.find()).as("version in pom.xml").isTrue();
        Path group = repository.resolve("io/podnet");
        put(CHECKOUT.resolve("pom.xml"), group, "podnet", version.group(1), "pom");
        put(CHECKOUT.resolve("podnet-bom/pom.xml"), group, "podnet-bom", version.group(1), "pom");
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            String name = String.valueOf(jar.getFileName()).replace("-" + version.group(1) + ".jar", "");
            Path pom = CHECKOUT.resolve(name).resolve("pom.xml");
            if (Files.isRegularFile(jar) && Files.isRegularFile(pom)) {
                put(jar, group, name, version.group(1), "jar");
                put(pom, group, name, version.group(1), "pom");
            }
        }
        assertThat(group.resolve("podnet-api"))
                .as("the modules have been packaged")
                .isDirectory();
    }

    private static void put(Path file, Path group, String artifact, String version, String type) throws IOException {
        Path directory = Files.createDirectories(group.resolve(artifact).resolve(version));
        Files.copy(file, directory.resolve(artifact + "-" + version + "." + type));
    }

    private static String settings(Path repository) {
        String outer = Path.of(Optional.ofNullable(System.getenv("PODNET_TEST_KEEP"))
                        .orElseThrow(() -> new AssertionError("surefire did not say where Maven's repository is")))
                .toUri()
                .toString();
        String where = "<id>%s</id><url>" + outer + "</url><releases><checksumPolicy>ignore</checksumPolicy></releases>"
                + "<snapshots><enabled>false</enabled></snapshots>";
        return """
                <settings>
                  <localRepository>%s</localRepository>
                  <profiles>
                    <profile>
                      <id>stranger</id>
                      <repositories><repository>%s</repository></repositories>
                      <pluginRepositories><pluginRepository>%s</pluginRepository></pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>stranger</activeProfile></activeProfiles>
                </settings>
                """.formatted(repository, where.formatted("build"), where.formatted("build"));
    }

    /** Runs {@code mvn package}, with more arguments, in a copy of a sample, as its README says. */
    Sample build(String name, String... arguments) throws IOException {
        Path folder = samples.resolve(name);
        Sample.copy(Sample.SOURCES.resolve(name), folder);
        List<String> command = new ArrayList<>();
        command.add(
                Path.of(System.getProperty("podnet.test.maven"), "bin", "mvn").toString());
        // A file is at hand without a network as well: the property is that of Maven's resolver.
        command.addAll(List.of("--settings", settings.toString(), "--offline", "-Daether.offline.protocols=file"));
        command.addAll(List.of("--batch-mode", "--no-transfer-progress", "package"));
        command.addAll(Arrays.asList(arguments));
        CommandResult result = Place.host()
                .command(command.toArray(String[]::new))
                .directory(folder)
                .environment("JAVA_HOME", System.getProperty("java.home"))
                // Most of its time goes into starting.
                .environment("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
                .deadline(Duration.ofMinutes(2))
                .run();
        assertThat(result.exit()).as("%s", result).isZero();
        return new Sample(Sample.SOURCES.resolve(name), folder.resolve("target"));
    }
}
