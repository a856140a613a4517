// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

/** What podnet's exit statuses mean; podman's, so that scripts need not learn others (podman-run(1), EXIT STATUS). */
final class ExitStatus {
    /** Everything went well. */
    static final int OK = 0;

    /** A pod that was to be removed is not there (podman-rm(1), EXIT STATUS). */
    static final int NO_SUCH_POD = 1;

    /** A pod that was to be removed runs (podman-rm(1), EXIT STATUS). */
    static final int POD_RUNS = 2;

    /** A network that was to be removed is not there (podman-network-rm(1), EXIT STATUS). */
    static final int NO_SUCH_NETWORK = 1;

    /** A network that was to be removed is used (podman-network-rm(1), EXIT STATUS). */
    static final int NETWORK_IN_USE = 2;

    /** {@code doctor}: some things do not work on this machine. */
    static final int LIMITED = 1;

    /** {@code doctor}: nothing works on this machine. */
    static final int BROKEN = 2;

    /** Podnet itself failed: bad options, a missing network, a port that is taken, a failing plugin. */
    static final int PODNET = 125;

    /** The command was found but cannot be invoked. */
    static final int NOT_INVOKABLE = 126;

    /** The command was not found. */
    static final int NOT_FOUND = 127;

    /** Added to the number of the signal that ended the command. */
    static final int SIGNAL = 128;

    private ExitStatus() {}
}
