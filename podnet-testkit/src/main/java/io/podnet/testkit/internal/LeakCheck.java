// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal;

import io.podnet.testkit.Facet;
import io.podnet.testkit.HostSnapshot;
import io.podnet.testkit.Leak;
import io.podnet.testkit.LeavesBehind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Compares the host when a test begins with the host when it is over. */
public final class LeakCheck implements AutoCloseable {
    /** Configuration parameter: how many milliseconds a difference may last. */
    public static final String GRACE = "podnet.testkit.grace";

    /**
     * The kernel ends processes, namespaces and the links in them in the background (cleanup_net runs on a work queue).
     */
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofMillis(30);

    /** What our tools leave on every host, whoever uses them. */
    private static final List<Allowance> ALWAYS = List.of(
            new Allowance(Facet.FILES, "/run/xtables\\.lock"), // iptables keeps its lock file
            new Allowance(Facet.FILES, "/tmp/hsperfdata_.*"), // each JVM's performance data
            // JUnit removes its @TempDir later than it lets us look, and complains itself if it cannot.
            new Allowance(Facet.FILES, "/tmp/junit-\\d+/.*"));

    private final ExtensionContext test;
    private final HostSnapshot before;

    private LeakCheck(ExtensionContext test, HostSnapshot before) {
        this.test = test;
        this.before = before;
    }

    /** Remembers the host as it is. */
    public static LeakCheck begin(ExtensionContext test) {
        return new LeakCheck(test, HostSnapshot.take());
    }

    @Override
    public void close() throws InterruptedException {
        Duration grace = test.getConfigurationParameter(GRACE, text -> Duration.ofMillis(Long.parseLong(text)))
                .orElse(DEFAULT_GRACE);
        long deadline = System.nanoTime() + grace.toNanos();
        List<Leak> leaks = leaks();
        while (!leaks.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE.toMillis());
            leaks = leaks();
        }
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.stream()
                    .map(Leak::toString)
                    .collect(Collectors.joining(
                            "\n  ", "the host is not as " + test.getDisplayName() + " found it:\n  ", "")));
        }
    }

    private List<Leak> leaks() {
        List<Allowance> allowances =
                Stream.concat(ALWAYS.stream(), declared(test)).toList();
        return HostSnapshot.take().leaksSince(before).stream()
                .filter(leak -> allowances.stream().noneMatch(allowance -> allowance.covers(leak)))
                .toList();
    }

    /** Those of the test, its class, and the classes around that. */
    private static Stream<Allowance> declared(ExtensionContext context) {
        Stream<Allowance> own = context
                .getElement()
                .map(element -> AnnotationSupport.findRepeatableAnnotations(element, LeavesBehind.class))
                .stream()
                .flatMap(List::stream)
                .map(leaves -> new Allowance(leaves.in(), leaves.matching()));
        return Stream.concat(own, context.getParent().stream().flatMap(LeakCheck::declared));
    }

    private record Allowance(Facet facet, String pattern) {
        boolean covers(Leak leak) {
            return leak.facet() == facet && leak.what().matches(pattern);
        }
    }
}
