// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.spi;

import io.podnet.cni.internal.exec.ExecInvoker;
import java.util.List;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * Runs plugins as executables that do not run where this process is.
 *
 * <pre>{@code
 * PluginInvoker inside = PluginExecutables.behind(
 *         () -> List.of("nsenter", "-t", holder, "-U", "-n", "-m", "--preserve-credentials", "--"));
 * }</pre>
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PluginExecutables {
    private PluginExecutables() {}

    /**
     * Runs each plugin behind a command that turns into it by execve(2), as {@code nsenter} does; a prefix that stays and
     * waits is not killed with the plugin. Of this process's environment plugins get {@code PATH} only.
     *
     * @param prefix gives the command and its arguments, once for each plugin call; the plugin's path follows
     * @return the backend, whose name is {@code exec}
     */
    public static PluginInvoker behind(Supplier<List<String>> prefix) {
        return new ExecInvoker(prefix);
    }
}
