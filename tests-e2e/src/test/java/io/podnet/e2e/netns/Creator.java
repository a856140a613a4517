// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netns;

import io.podnet.netns.Namespaces;
import io.podnet.netns.NetnsExistsException;
import io.podnet.netns.NetnsName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A program that creates namespaces, for {@link CrashTest}. */
final class Creator {
    private Creator() {}

    static List<String> names() {
        return IntStream.range(0, 20).mapToObj(i -> "race-" + i).toList();
    }

    /**
     * Creates namespaces.
     *
     * @param arguments the backend; and a file to wait for, after which each of {@link #names()} is tried once, or "forever"
     */
    public static void main(String[] arguments) throws Exception {
        try (Namespaces namespaces = Namespaces.builder().backend(arguments[0]).open()) {
            namespaces.createAnonymous().close(); // everything is loaded
            System.out.println("ready");
            if (arguments[1].equals("forever")) {
                for (int i = 0; i < 100_000; i++) {
                    namespaces.create(NetnsName.of("crash-" + i % 3)).close();
                    namespaces.remove(NetnsName.of("crash-" + i % 3));
                }
                return;
            }
            while (!Files.exists(Path.of(arguments[1]))) {
                Thread.onSpinWait();
            }
            for (String name : names()) {
                try {
                    namespaces.create(NetnsName.of(name)).close();
                    System.out.println(name);
                } catch (NetnsExistsException e) {
                    // The other one was faster.
                }
            }
        }
    }
}
