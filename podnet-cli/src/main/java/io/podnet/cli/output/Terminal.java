// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a person reads what a stream of this process says. */
public enum Terminal {
    /** Standard input. */
    STDIN(0),
    /** Standard output. */
    STDOUT(1),
    /** Standard error. */
    STDERR(2);

    private final int descriptor;

    Terminal(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Looks at the stream. {@code System.console()} knows standard input and output together only.
     *
     * @return whether it is a terminal
     */
    public boolean isThere() {
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return target.startsWith("/dev/pts")
                    || target.startsWith("/dev/console")
                    || target.toString().startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
