// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.stacks;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** A namespace and a stack made by the commands that a user would type; both end when it is closed. */
final class ByHand implements AutoCloseable {
    /** Says the process id once the namespace is there, and goes on living as its holder. */
    private static final String HOLDER =
            "exec unshare --user --map-root-user --net --mount sh -c 'echo $$; exec sleep infinity'";

    private static final String SLIRP4NETNS =
            "exec 3>&1; exec slirp4netns --configure --mtu=65520 --ready-fd=3 $0 tap0 >/dev/null 2>&1";
    // Goes into the background once the network is there.
    private static final String PASTA = "pasta --config-net --quiet --pid $1 $0 && printf 1; exec sleep infinity";

    private final Process holder;
    private final Process stack;
    private final long holderId;

    private ByHand(Process holder, Process stack, long holderId) {
        this.holder = holder;
        this.stack = stack;
        this.holderId = holderId;
    }

    static ByHand start(String stackName) throws IOException {
        Process holder = new ProcessBuilder("sh", "-c", HOLDER)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader reader = holder.inputReader();
        long id = Long.parseLong(String.valueOf(reader.readLine()));
        String script = stackName.equals("pasta") ? PASTA : SLIRP4NETNS;
        Process stack = new ProcessBuilder("sh", "-c", script, Long.toString(id), "/dev/null").start();
        if (stack.getInputStream().read() != '1') {
            throw new IOException(stackName + " did not become ready");
        }
        return new ByHand(holder, stack, id);
    }

    List<String> commandPrefix() {
        return List.of("nsenter", "-t", Long.toString(holderId), "-U", "-n", "--preserve-credentials");
    }

    @Override
    public void close() throws IOException {
        stack.destroy();
        holder.destroy();
        try {
            stack.waitFor();
            holder.waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
