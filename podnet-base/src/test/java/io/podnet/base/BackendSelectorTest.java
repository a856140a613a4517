// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendSelectorTest {
    private static final String PROPERTY = "podnet.test.backend";

    private record Fake(String name, int priority, Availability probe) implements Backend {}

    private static Fake works(String name, int priority) {
        return new Fake(name, priority, Availability.available(""));
    }

    private static Fake fails(String name, int priority) {
        return new Fake(name, priority, Availability.unavailable(name + " is not installed"));
    }

    private static BackendSelector<Backend> among(Backend... backends) {
        return BackendSelector.of(Backend.class, List.of(backends)).property(PROPERTY);
    }

    @AfterEach
    void forgetTheProperty() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void takesTheHighestPriorityThatWorks() {
        assertThat(among(works("low", 1), fails("high", 300), works("middle", 200))
                        .select()
                        .name())
                .isEqualTo("middle");
    }

    @Test
    void thePropertyWinsOverThePriorityAndTheCallerOverTheProperty() {
        System.setProperty(PROPERTY, "one");
        assertThat(among(works("one", 1), works("two", 2), works("three", 3))
                        .select()
                        .name())
                .isEqualTo("one");
        assertThat(among(works("one", 1), works("two", 2), works("three", 3))
                        .named("two")
                        .select()
                        .name())
                .isEqualTo("two");
    }

    @Test
    void theVariableCountsWhereNobodyElseNamesOne() {
        // Every process has this variable, and no backend is called like that.
        String path = System.getenv("PATH");
        assertThatThrownBy(() ->
                        among(works("one", 1), works("two", 2)).variable("PATH").select())
                .hasMessageContaining("there is no Backend \"" + path + "\" (named by the environment variable PATH)");
        assertThat(among(works(path, 1), works("two", 2))
                        .variable("PATH")
                        .select()
                        .name())
                .isEqualTo(path);
        assertThat(among(works("one", 1), works("two", 2))
                        .variable("PODNET_NOT_SET")
                        .select()
                        .name())
                .isEqualTo("two");
        System.setProperty(PROPERTY, "one");
        assertThat(among(works("one", 1), works("two", 2))
                        .variable("PATH")
                        .select()
                        .name())
                .isEqualTo("one");
    }

    @Test
    void aNamedBackendThatCannotWorkIsAnError() {
        assertThatThrownBy(() -> among(fails("pasta", 1), works("other", 1))
                        .named("pasta")
                        .select())
                .isInstanceOf(NoBackendException.class)
                .hasMessageContaining("Backend \"pasta\" (named by the caller) cannot work here")
                .hasMessageContaining("pasta is not installed");
    }

    @Test
    void aNamedBackendThatIsMissingIsAnErrorThatListsTheOthers() {
        System.setProperty(PROPERTY, "typo");
        assertThatThrownBy(() -> among(works("other", 1)).select())
                .hasMessageContaining("there is no Backend \"typo\" (named by property podnet.test.backend)")
                .hasMessageContaining("other (priority 1");
    }

    @Test
    void noneThatWorksIsAnErrorWithEachReason() {
        assertThatThrownBy(() -> among(fails("a", 1), fails("b", 2)).select())
                .hasMessageContaining("no Backend can work here")
                .hasMessageContaining("a is not installed")
                .hasMessageContaining("b is not installed");
        assertThatThrownBy(() -> among().select()).hasMessageContaining("none was found");
    }

    @Test
    void twoOfOneNameAreAnErrorThatNamesBoth() {
        Backend anonymous = new Backend() {
            @Override
            public String name() {
                return "same";
            }

            @Override
            public Availability probe() {
                return Availability.available("");
            }
        };
        assertThatThrownBy(() -> among(works("same", 1), anonymous))
                .isInstanceOf(NoBackendException.class)
                .hasMessageContaining(Fake.class.getName())
                .hasMessageContaining(anonymous.getClass().getName());
    }

    @Test
    void aProbeThatThrowsMakesTheBackendUnavailable() {
        Backend broken = new Backend() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Availability probe() {
                throw new IllegalStateException("boom");
            }
        };
        assertThat(among(broken, works("fine", 1)).select().name()).isEqualTo("fine");
        assertThatThrownBy(() -> among(broken).select())
                .hasMessageContaining("its probe failed: java.lang.IllegalStateException: boom")
                .hasSuppressedException(new IllegalStateException("boom"));
    }

    /** A provider as ServiceLoader wants it. */
    public static final class Working implements Backend {
        /** Does nothing. */
        public Working() {}

        @Override
        public String name() {
            return "working";
        }

        @Override
        public Availability probe() {
            return Availability.available("1.0");
        }
    }

    /** A provider that cannot even be made. */
    public static final class Exploding implements Backend {
        /** Fails. */
        public Exploding() {
            throw new UnsupportedOperationException("no such kernel");
        }

        @Override
        public String name() {
            return "exploding";
        }

        @Override
        public Availability probe() {
            return Availability.available("");
        }
    }

    /** No provider at all. */
    public static final class Unrelated {
        /** Does nothing. */
        public Unrelated() {}
    }

    /** Defines the providers itself, outside of this module, as a vendor's jar on the class path would. */
    private static final class Stranger extends URLClassLoader {
        Stranger(Path directory) throws IOException {
            super(new URL[] {directory.toUri().toURL()}, BackendSelectorTest.class.getClassLoader());
            for (Class<?> type : List.of(Working.class, Exploding.class, Unrelated.class)) {
                Path copy = directory.resolve(type.getName().replace('.', '/') + ".class");
                Files.createDirectories(copy.getParent());
                try (InputStream bytes =
                        type.getResourceAsStream(copy.getFileName().toString())) {
                    Files.copy(bytes, copy);
                }
            }
        }

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            return name.matches(".*(Working|Exploding|Unrelated)") ? findClass(name) : super.loadClass(name);
        }
    }

    @Test
    void providersThatCannotBeLoadedAreListedAndHideNobody(@TempDir Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(Backend.class.getName()),
                String.join(
                        "\n",
                        Exploding.class.getName(),
                        "no.such.Provider",
                        Unrelated.class.getName(),
                        Working.class.getName()));
        BackendSelectorTest.class.getModule().addUses(Backend.class);
        try (URLClassLoader loader = new Stranger(directory)) {
            BackendSelector<Backend> selector =
                    BackendSelector.of(Backend.class, ServiceLoader.load(Backend.class, loader));
            assertThat(selector.select()).extracting(Backend::name).isEqualTo("working");
            assertThat(selector.candidates()).hasSize(4);
            assertThat(selector.candidates().toString())
                    .contains("it failed while it was loaded: java.lang.UnsupportedOperationException: no such kernel")
                    .contains("Provider no.such.Provider not found")
                    .contains("Unrelated not a subtype");
        }
    }
}
