// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Sums up what the tests of a run reported: counts by JDK and ring, skips by reason, the slowest classes. Fails when a test
 * failed, when one was skipped for a reason that is not accepted, and when a ring is empty.
 *
 * <p>Usage: {@code java TestSummary.java REPORTS ACCEPTED strict|lenient}, where REPORTS holds a directory for each run, such as jdk-17,
 * that one a directory for each module, and that one surefire's files; ACCEPTED lists accepted reasons; lenient means that
 * others are accepted too.
 */
public class TestSummary {
    /** Rings of tests, from the middle outwards. */
    enum Ring {
        UNIT,
        CONTRACT,
        E2E;

        static Ring of(String module, String testClass) {
            if (testClass.endsWith("ContractTest")) {
                return CONTRACT;
            }
            return module.equals("tests-e2e") ? E2E : UNIT;
        }
    }

    record Test(String jdk, Ring ring, String testClass, String name, double seconds, boolean failed, String skipped) {}

    private final List<Test> tests = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        TestSummary summary = new TestSummary();
        summary.readReports(Path.of(arguments[0]));
        boolean strict = arguments[2].equals("strict");
        summary.printRings(strict);
        summary.printSlowest();
        summary.printSkips(accepted(Path.of(arguments[1])), strict);
        summary.printEnd();
        System.exit(summary.problems.isEmpty() ? 0 : 1);
    }

    private void readReports(Path directory) throws Exception {
        for (Path jdk : entries(directory)) {
            for (Path module : entries(jdk)) {
                for (Path report : entries(module)) {
                    if (report.getFileName().toString().matches("TEST-.*\\.xml")) {
                        readReport(jdk.getFileName().toString(), module.getFileName().toString(), report);
                    }
                }
            }
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }

    private void readReport(String jdk, String module, Path report) throws Exception {
        NodeList cases = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            String testClass = test.getAttribute("classname");
            boolean failed = child(test, "failure") != null || child(test, "error") != null;
            Element skipped = child(test, "skipped");
            String time = test.getAttribute("time").replace(",", "");
            tests.add(new Test(
                    jdk,
                    Ring.of(module, testClass),
                    testClass,
                    test.getAttribute("name"),
                    time.isEmpty() ? 0 : Double.parseDouble(time),
                    failed,
                    skipped == null ? null : reason(skipped)));
        }
    }

    private static Element child(Element parent, String name) {
        return (Element) parent.getElementsByTagName(name).item(0);
    }

    private void printRings(boolean strict) {
        System.out.printf("%n%-14s %-10s %8s %8s %8s %10s%n", "jdk", "ring", "passed", "failed", "skipped", "seconds");
        for (String jdk : tests.stream().map(Test::jdk).distinct().sorted().toList()) {
            for (Ring ring : Ring.values()) {
                List<Test> some = tests.stream()
                        .filter(test -> test.jdk.equals(jdk) && test.ring == ring)
                        .toList();
                System.out.printf(
                        "%-14s %-10s %8d %8d %8d %10.1f%n",
                        jdk,
                        ring.name().toLowerCase(),
                        passed(some),
                        failed(some),
                        skipped(some),
                        some.stream().mapToDouble(Test::seconds).sum());
                if (some.isEmpty() && strict && isExpected(jdk, ring)) {
                    problems.add("no " + ring.name().toLowerCase() + " tests ran on " + jdk);
                }
            }
        }
    }

    /**
     * There are always unit and end-to-end tests; contract tests, on each JDK if on any. What runs again with another
     * backend, in a directory such as jdk-17-native, is end-to-end tests.
     */
    private boolean isExpected(String jdk, Ring ring) {
        if (!jdk.matches("jdk-\\d+")) {
            return ring == Ring.E2E;
        }
        return ring != Ring.CONTRACT || tests.stream().anyMatch(test -> test.ring == ring);
    }

    private void printSlowest() {
        Map<String, Double> seconds = tests.stream()
                .collect(Collectors.groupingBy(
                        test -> test.testClass + " (" + test.jdk + ")", Collectors.summingDouble(Test::seconds)));
        System.out.printf("%nslowest classes:%n");
        seconds.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(5)
                .forEach(entry -> System.out.printf("%8.1f s  %s%n", entry.getValue(), entry.getKey()));
    }

    // An assumption that fails has its message in the stack trace only.
    private static String reason(Element skipped) {
        String message = skipped.getAttribute("message");
        return message.isEmpty()
                ? skipped.getTextContent().lines().findFirst().orElse("").replaceFirst(".*Assumption failed: ", "")
                : message;
    }

    private void printSkips(List<String> accepted, boolean strict) {
        Map<String, List<Test>> byReason = tests.stream()
                .filter(test -> test.skipped != null)
                .collect(Collectors.groupingBy(Test::skipped, TreeMap::new, Collectors.toList()));
        if (byReason.isEmpty()) {
            return;
        }
        System.out.printf("%nskipped, by reason:%n");
        byReason.forEach((reason, some) -> {
            System.out.printf("%8d  %s%n", some.size(), reason);
            if (strict && !accepted.contains(reason)) {
                problems.add("skipped for a reason that is not accepted: " + reason + " (for instance "
                        + some.get(0).testClass + ")");
            }
        });
    }

    private void printEnd() {
        tests.stream()
                .filter(Test::failed)
                .forEach(test -> problems.add("failed on " + test.jdk + ": " + test.testClass + " " + test.name));
        if (!problems.isEmpty()) {
            System.out.println();
            problems.forEach(System.out::println);
        }
        System.out.printf("%n%d passed, %d failed, %d skipped%n", passed(tests), failed(tests), skipped(tests));
    }

    private static long passed(List<Test> tests) {
        return tests.size() - failed(tests) - skipped(tests);
    }

    private static long failed(List<Test> tests) {
        return tests.stream().filter(Test::failed).count();
    }

    private static long skipped(List<Test> tests) {
        return tests.stream().filter(test -> test.skipped != null).count();
    }

    private static List<String> accepted(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
