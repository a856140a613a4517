// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A program that says what a test wants it to, named to podnet by its property. */
final class FakeProgram implements AutoCloseable {
    private final String property;

    private FakeProgram(String property) {
        this.property = property;
    }

    static FakeProgram printing(Path directory, String name, String help) throws IOException {
        Path program = directory.resolve(name);
        Files.deleteIfExists(program);
        Files.writeString(program, "#!/bin/sh\ncat <<'END'\n" + help + "\nEND\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        String property = "podnet.rootless." + name + ".path";
        System.setProperty(property, program.toString());
        return new FakeProgram(property);
    }

    @Override
    public void close() {
        System.clearProperty(property);
    }
}
