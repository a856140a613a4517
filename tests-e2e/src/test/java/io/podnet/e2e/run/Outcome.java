// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;

/** How a command ended. */
record Outcome(int exitStatus, String stdout, String stderr) {
    Outcome succeeded() {
        assertThat(exitStatus).as("%s", this).isZero();
        return this;
    }

    /** Exactly one line on standard error, and nothing on standard output. */
    void failed(int status, String line) {
        assertThat(exitStatus).as("%s", this).isEqualTo(status);
        assertThat(stderr).isEqualTo("Error: " + line + "\n");
        assertThat(stdout).isEmpty();
    }
}
