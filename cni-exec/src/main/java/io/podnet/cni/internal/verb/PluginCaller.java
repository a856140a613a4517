// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniException;
import io.podnet.cni.CniVerb;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.PluginListener;
import io.podnet.cni.spi.PluginReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the plugins of one network for one verb after another, and turns what goes wrong into exceptions. */
final class PluginCaller {
    private static final Logger LOG = LoggerFactory.getLogger(PluginCaller.class.getPackageName());
    private static final String DUMMY = "dummy";

    private final Setup setup;
    private final PluginInvoker invoker;
    private final String network;
    private final @Nullable Attachment attachment;
    private final Diagnosis diagnosis;

    PluginCaller(Setup setup, PluginInvoker invoker, String network, @Nullable Attachment attachment) {
        this.setup = setup;
        this.invoker = invoker;
        this.network = network;
        this.attachment = attachment;
        this.diagnosis = new Diagnosis(setup.mode());
    }

    PluginInvoker invoker() {
        return invoker;
    }

    /** Gives one that calls for the same attachment in another namespace. */
    PluginCaller in(Path netns) {
        Attachment there =
                Objects.requireNonNull(attachment).toBuilder().netns(netns).build();
        return new PluginCaller(setup, invoker, network, there);
    }

    /** Calls a plugin; gives what it printed. */
    String call(CniVerb verb, PluginConfig plugin, String stdin) {
        PluginCall call = new PluginCall(
                plugin.type(),
                verb,
                attachment == null ? "" : attachment.containerId(),
                attachment == null
                        ? ""
                        : attachment.netns().map(Object::toString).orElse(""),
                attachment == null ? "" : attachment.ifName(),
                attachment == null ? "" : args(attachment),
                setup.pluginPath(),
                setup.environment().get(),
                stdin,
                setup.deadline(),
                verb == CniVerb.DEL && attachment != null && attachment.isNetnsEnding());
        return call(call, plugin);
    }

    /** Asks a plugin for its versions, with values for what plugins of old insist on. */
    String callVersion(PluginConfig plugin, String stdin) {
        return call(
                new PluginCall(
                        plugin.type(),
                        CniVerb.VERSION,
                        "",
                        DUMMY,
                        DUMMY,
                        "",
                        setup.pluginPath(),
                        setup.environment().get(),
                        stdin,
                        setup.deadline()),
                plugin);
    }

    private String call(PluginCall call, PluginConfig plugin) {
        long start = System.nanoTime();
        CniException failure;
        String stderr;
        try {
            PluginReply reply = invoker.invoke(call);
            if (reply.succeeded()) {
                report(call, start, reply.stderr(), null);
                return reply.stdout();
            }
            stderr = reply.stderr();
            failure = failure(call.verb(), plugin, diagnosis.of(reply));
        } catch (PluginInvocationException e) {
            stderr = e.stderr();
            failure = failure(call.verb(), plugin, diagnosis.of(e));
        }
        report(call, start, stderr, failure.getMessage());
        throw failure;
    }

    private static String args(Attachment attachment) {
        return attachment.args().stream()
                .map(arg -> arg.key() + "=" + arg.value())
                .collect(Collectors.joining(";"));
    }

    /** Completes an exception with what is known here. */
    CniException failure(CniVerb verb, PluginConfig plugin, CniException.Builder failure) {
        failure.verb(verb).plugin(plugin.type()).prefix(prefix(verb, plugin));
        if (!network.isEmpty()) {
            failure.network(network);
        }
        if (attachment != null) {
            failure.attachment(attachment.id());
        }
        return failure.build();
    }

    private String prefix(CniVerb verb, PluginConfig plugin) {
        String name = plugin.name().isEmpty() ? "" : " name=" + GoText.quote(plugin.name());
        String description = "plugin type=" + GoText.quote(plugin.type()) + name;
        if (setup.isLiteral()) {
            return switch (verb) {
                case ADD -> description + " failed (add)";
                case DEL -> description + " failed (delete)";
                case GC -> "failed to GC plugin " + plugin.type();
                case CHECK, STATUS, VERSION -> "";
            };
        }
        String where = network.isEmpty() ? "" : "network " + GoText.quote(network) + ": ";
        String what = verb == CniVerb.DEL ? "delete" : verb.name().toLowerCase(Locale.ROOT);
        return where + description + " failed (" + what + ")";
    }

    private void report(PluginCall call, long start, String stderr, @Nullable String failure) {
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        LOG.debug(
                "{} {} network={} {} backend={} took {} ms: {}{}",
                call.verb(),
                call.type(),
                network,
                attachment,
                invoker.name(),
                duration.toMillis(),
                failure == null ? "ok" : failure,
                stderr.isEmpty() ? "" : "; stderr: " + stderr.strip());
        try {
            setup.listener()
                    .called(new PluginListener.Event(
                            call.type(),
                            call.verb(),
                            network,
                            Optional.ofNullable(attachment).map(Attachment::id),
                            invoker.name(),
                            duration,
                            stderr,
                            Optional.ofNullable(failure)));
        } catch (RuntimeException e) {
            // Whoever only listens must not decide how a network is set up.
            LOG.warn("a plugin listener failed", e);
        }
    }
}
