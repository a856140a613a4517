// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What a command did.
 *
 * @param command its words
 * @param exit its exit status; 128 and the signal's number if a signal ended it
 * @param stdout what it wrote to its standard output
 * @param stderr what it wrote to its standard error
 * @param took how long it ran
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CommandResult(List<String> command, int exit, String stdout, String stderr, Duration took) {
    /**
     * Insists that the command succeeded.
     *
     * @return this
     * @throws AssertionError if its exit status is not 0; says everything about it
     */
    public CommandResult succeeded() {
        if (exit != 0) {
            throw new AssertionError("a command failed: " + this);
        }
        return this;
    }

    /**
     * Splits the standard output.
     *
     * @return its lines
     */
    public List<String> lines() {
        return stdout.lines().toList();
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nexit status " + exit + " after " + took.toMillis() + " ms\n" + "stdout:\n"
                + stdout.indent(2) + "stderr:\n" + stderr.indent(2);
    }
}
