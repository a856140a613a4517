// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.RequiresTool;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The vendor's sample passes its own tests, which are podnet's contracts, against the packaged modules. */
@OnPrivateHost
@RequiresTool("slirp4netns")
class VendorTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(300) // a whole suite
    void theVendorsTestsPass() throws Exception {
        // Maven compiles them and packs what they test. They run here, on this private host: one within another would
        // take one
        // overlay more than the kernel stacks where the machine's own root is one, as in containers.
        Path target = Stranger.in(directory).build("vendor", "-DskipTests").target();
        Path tests = target.resolve("test-classes");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URL[] urls = {
            target.resolve("vendor-1.jar").toUri().toURL(), tests.toUri().toURL()
        };
        try (URLClassLoader loader = new URLClassLoader(urls, before)) {
            thread.setContextClassLoader(loader);
            EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                    .selectors(classes(tests, loader))
                    .execute();
            assertThat(results.testEvents().failed().stream().map(Object::toString))
                    .isEmpty();
            assertThat(results.containerEvents().failed().stream().map(Object::toString))
                    .isEmpty();
            assertThat(results.testEvents().succeeded().count()).isGreaterThan(30);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static DiscoverySelector[] classes(Path tests, ClassLoader loader) throws Exception {
        List<DiscoverySelector> selectors = new ArrayList<>();
        try (Stream<Path> files = Files.walk(tests)) {
            for (Path each :
                    files.filter(file -> file.toString().endsWith("Test.class")).toList()) {
                String name =
                        tests.relativize(each).toString().replace('/', '.').replaceFirst("\\.class$", "");
                selectors.add(selectClass(loader.loadClass(name)));
            }
        }
        assertThat(selectors).hasSize(5);
        return selectors.toArray(DiscoverySelector[]::new);
    }
}
