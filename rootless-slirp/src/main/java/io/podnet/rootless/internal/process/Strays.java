// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import io.podnet.base.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the helpers of a rootless namespace by the mark in their environment, whether a record knows them or not. */
public final class Strays {
    private Strays() {}

    public static List<ProcessIdentity> find(Path owner) {
        List<ProcessIdentity> strays = new ArrayList<>();
        String mark = "\0" + ChildEnvironment.MARK + "=" + owner + "\0";
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (environment(process).contains(mark)) {
                    ProcessIdentity.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(strays::add);
                }
            }
        } catch (IOException e) {
            // A /proc that cannot be listed shows nobody.
        }
        return strays;
    }

    private static String environment(Path process) {
        try {
            return "\0" + new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // Somebody else's, or gone.
            return "";
        }
    }
}
