// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Another JVM that uses the same plugins and the same cache, and can be killed. */
final class OtherProcess {
    private OtherProcess() {}

    /** Does one thing, and tells on standard output when it begins. */
    public static void main(String[] args) {
        CniClient cni = CniClient.builder()
                .pluginPath(List.of(Path.of(args[0]).resolve("bin")))
                .cacheDirectory(Path.of(args[0]).resolve("cache"))
                .build();
        NetworkConfigList network = NetworkConfigList.parse(args[2]);
        Attachment attachment = args.length < 4
                ? null
                : Attachment.builder(args[3], Path.of("/proc/self/ns/net"))
                        .ifName(args[4])
                        .build();
        System.out.println("begin");
        switch (args[1]) {
            case "ADD" -> cni.add(network, attachment);
            case "DEL" -> cni.delete(network, attachment);
            default -> cni.gc(network, Set.of());
        }
    }

    static Process start(Path directory, String verb, String network, String... attachment) throws IOException {
        List<String> command = java(OtherProcess.class);
        command.addAll(List.of(directory.toString(), verb, network));
        command.addAll(List.of(attachment));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.inputReader().readLine().equals("begin")) {
            throw new IllegalStateException("the other process did not begin");
        }
        return process;
    }

    /** The command that runs a class of these tests in a JVM of its own. */
    static List<String> java(Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(String.join(
                ":",
                location(OtherProcess.class),
                location(CniClient.class).replace("test-classes", "classes"),
                Path.of(location(OtherProcess.class)).resolveSibling("classes").toString(),
                System.getProperty("java.class.path"),
                System.getProperty("jdk.module.path", "")));
        command.add(main.getName());
        return command;
    }

    private static String location(Class<?> type) {
        try {
            // Under surefire the tests are patched into the module, whose own location this would be.
            String name = type.getName().replace('.', '/') + ".class";
            String found =
                    String.valueOf(type.getClassLoader().getResource(name).toURI());
            return Path.of(java.net.URI.create(found.substring(0, found.length() - name.length())))
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
