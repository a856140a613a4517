// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins;

import io.podnet.cni.nativeplugins.internal.NativeInvoker;
import io.podnet.cni.nativeplugins.internal.PluginRegistry;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.spi.PluginInvoker;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Puts together a backend that runs CNI plugins as code in this JVM. ServiceLoader finds one with the defaults; this is
 * for those who want something else.
 *
 * <pre>{@code
 * CniClient client = CniClient.builder()
 *         .invokers(List.of(NativePlugins.builder().runtimeDirectory(Path.of("/run/mine")).build()))
 *         .build();
 * }</pre>
 *
 * <p><b>Threads</b>: a builder is used by one thread, the backend by any. <b>Privileges</b>: CAP_NET_ADMIN and
 * CAP_SYS_ADMIN in the user namespace that owns the network namespaces.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NativePlugins {
    private NativePlugins() {}

    /**
     * Starts with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what the backend works with. */
    public static final class Builder {
        private Path runtime = NativeInvoker.RUNTIME_DIRECTORY;
        private @Nullable List<NativePlugin> plugins;
        private Consumer<String> steps = step -> {};

        private Builder() {}

        /**
         * Sets where markers of attachments are kept, instead of {@code /run/podnet/cni}.
         *
         * @param directory the directory; made when something is written
         * @return this builder
         */
        public Builder runtimeDirectory(Path directory) {
            runtime = directory.toAbsolutePath().normalize();
            return this;
        }

        /**
         * Sets the plugins, instead of those that ServiceLoader finds.
         *
         * @param list the plugins, each of another type
         * @return this builder
         */
        public Builder plugins(List<? extends NativePlugin> list) {
            plugins = List.copyOf(list);
            return this;
        }

        /**
         * Sets who hears of each step before it is done, such as each message to the kernel.
         *
         * @param listener gets a few words for people, on the thread that works
         * @return this builder
         */
        public Builder steps(Consumer<String> listener) {
            steps = listener;
            return this;
        }

        /**
         * Makes the backend. Changes nothing yet.
         *
         * @return the backend {@code native}
         * @throws io.podnet.base.PodnetException if two plugins have the same type
         */
        public PluginInvoker build() {
            return new NativeInvoker(
                    runtime, plugins == null ? PluginRegistry.load() : PluginRegistry.of(plugins), steps);
        }
    }
}
