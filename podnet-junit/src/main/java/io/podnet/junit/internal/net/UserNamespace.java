// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.net;

import io.podnet.base.ProcessIdentity;
import io.podnet.junit.HostsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A process in a user namespace where its user is root. It reads a pipe from this JVM, so that it ends whenever the JVM does,
 * and has a session of its own, since Ctrl-C ends all of a foreground job.
 */
final class UserNamespace implements AutoCloseable {
    private static final List<String> COMMAND = List.of(
            "setsid",
            "unshare",
            "--user",
            "--map-root-user",
            "--net",
            "--mount",
            "--propagation",
            "slave",
            "sh",
            "-c",
            "echo && exec cat >/dev/null 2>&1");

    private final Process process;

    private UserNamespace(Process process) {
        this.process = process;
    }

    static UserNamespace create() {
        String what = "cannot make a user namespace, which hosts need where the JVM has no privileges";
        Process process = start(what);
        try {
            // The empty line says that it is inside.
            if (process.getInputStream().read() < 0) {
                String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
                throw new HostsException("hosts-no-user-namespace", what + ": " + said.strip(), null);
            }
            return new UserNamespace(process);
        } catch (IOException e) {
            process.destroyForcibly();
            throw new HostsException("hosts-no-user-namespace", what, e);
        }
    }

    private static Process start(String what) {
        try {
            return Tool.command(COMMAND.toArray(String[]::new)).start();
        } catch (IOException e) {
            throw new HostsException("hosts-no-user-namespace", what + ": install util-linux", e);
        }
    }

    ProcessIdentity process() {
        return ProcessIdentity.of(process.pid())
                .orElseThrow(() -> new HostsException(
                        "hosts-no-user-namespace", "the process " + process.pid() + " that holds it is gone", null));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Processes.awaitEnd(process);
    }
}
