// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli.cnitool;

import io.podnet.base.InvalidValueException;
import io.podnet.base.PodnetException;
import io.podnet.cli.cnitool.Arguments.UsageException;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniMode;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.spi.PluginListener;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Does what cnitool does: one verb on one network for one network namespace, told by arguments and the environment, with
 * plugins in the namespace of the caller and the result cache in {@code /var/lib/cni}.
 *
 * <p>Differences, all on purpose: a verb that does not exist is an error (version 1.3.0 says nothing and succeeds), a
 * failure takes one line, and what {@link CniMode#IMPROVED} does better is done; {@code PODNET_CNI_MODE=libcni} in the
 * environment turns that off. Plugins are executables unless {@code PODNET_CNI_BACKEND} names another backend.
 */
public final class CniTool {
    /** cnitool has no other status for failures. */
    private static final int FAILURE = 1;

    private static final String USAGE = """
            Usage: cnitool VERB NETWORK NETNS [-i IFNAME]

              add     attach the namespace to the network, and print the result
              check   look whether it is attached as add made it
              del     detach it
              gc      detach all that the result cache knows of the network
              status  ask the network's plugins whether add would work

            Environment:
              CNI_PATH         where the plugins are, with colons between directories
              NETCONFPATH      where the networks are configured, /etc/cni/net.d unless set
              CNI_IFNAME       the interface's name inside the namespace, eth0 unless set
              CNI_ARGS         arguments for the plugins: KEY=VALUE;KEY=VALUE
              CAP_ARGS         capability arguments for the plugins: a JSON object
              PODNET_CNI_MODE  libcni for what libcni does, its known flaws included
            """;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final Path cacheDirectory;

    /**
     * Prepares a run.
     *
     * @param environment the variables
     * @param out where results go
     * @param err where failures and what plugins say go
     */
    public CniTool(Map<String, String> environment, PrintStream out, PrintStream err) {
        this(environment, out, err, Path.of("/var/lib/cni"));
    }

    /**
     * Prepares a run with a result cache of its own.
     *
     * @param environment the variables
     * @param out where results go
     * @param err where failures and what plugins say go
     * @param cacheDirectory where results are kept
     */
    public CniTool(Map<String, String> environment, PrintStream out, PrintStream err, Path cacheDirectory) {
        this.environment = environment;
        this.cacheDirectory = cacheDirectory;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs cnitool.
     *
     * @param arguments verb, network, network namespace; and options
     * @return the exit status
     */
    public int run(List<String> arguments) {
        try {
            run(Arguments.parse(arguments));
            return 0;
        } catch (UsageException e) {
            if (e.isHelp()) {
                out.print(USAGE);
                return 0;
            }
            err.println("Error: " + e.getMessage());
            err.print(USAGE);
        } catch (PodnetException | InvalidValueException e) {
            report(e);
        }
        return FAILURE;
    }

    private void run(Arguments arguments) {
        NetworkConfigList network = NetworkConfigList.load(
                Path.of(environment.getOrDefault("NETCONFPATH", "/etc/cni/net.d")), arguments.network());
        Attachment attachment = attachment(arguments);
        try (CniClient client = client()) {
            switch (arguments.verb()) {
                case ADD -> out.print(client.add(network, attachment).toJson());
                case CHECK -> client.check(network, attachment);
                case DEL -> client.delete(network, attachment);
                case GC -> client.gcAll(network);
                case STATUS -> client.status(network);
            }
        }
        out.flush();
    }

    private Attachment attachment(Arguments arguments) {
        Path netns = absolute(arguments.netns());
        Attachment.Builder attachment = Attachment.builder(containerId(netns), netns)
                .ifName(arguments.ifName().orElseGet(() -> variable("CNI_IFNAME", Attachment.DEFAULT_IF_NAME)))
                .args(Attachment.Arg.parse(variable("CNI_ARGS", "")));
        String capabilities = variable("CAP_ARGS", "");
        return (capabilities.isEmpty() ? attachment : attachment.capabilityJson(capabilities)).build();
    }

    // A variable that is set but empty counts as not set.
    private String variable(String name, String otherwise) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? otherwise : value;
    }

    private CniClient client() {
        return CniClient.builder()
                .pluginPath(pluginPath(variable("CNI_PATH", "")))
                .cacheDirectory(cacheDirectory)
                .mode(mode(variable("PODNET_CNI_MODE", "")))
                // Whoever calls cnitool wants to see what the executables in CNI_PATH do.
                .backend(variable("PODNET_CNI_BACKEND", "exec"))
                .listener(this::forwardStderr)
                .build();
    }

    private static List<Path> pluginPath(String directories) {
        return directories.isEmpty()
                ? List.of()
                : Arrays.stream(directories.split(":", -1)).map(Path::of).toList();
    }

    private static CniMode mode(String name) {
        return switch (name) {
            case "" -> CniMode.IMPROVED;
            case "improved" -> CniMode.IMPROVED;
            case "libcni" -> CniMode.LIBCNI;
            default -> throw new InvalidValueException("PODNET_CNI_MODE", name, "want libcni or improved");
        };
    }

    // What a plugin that failed said is part of the failure's message.
    private void forwardStderr(PluginListener.Event event) {
        if (event.succeeded()) {
            err.print(event.stderr());
            err.flush();
        }
    }

    private void report(RuntimeException e) {
        StringBuilder line = new StringBuilder(oneLine(e));
        for (Throwable also : e.getSuppressed()) {
            line.append("; besides: ").append(oneLine(also));
        }
        err.println(line);
    }

    private static String oneLine(Throwable e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    /** As Go's filepath.Abs: cleaned by name only, since a link and its target have different ids in cnitool. */
    static Path absolute(String netns) {
        return Path.of(netns).toAbsolutePath().normalize();
    }

    /** The id under which cnitool knows a namespace: the start of the SHA-512 of its path. */
    static String containerId(Path netns) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-512").digest(netns.toString().getBytes(StandardCharsets.UTF_8));
            return "cnitool-" + HexFormat.of().formatHex(hash, 0, 10);
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform has it (MessageDigest's javadoc lists SHA-256; SHA-512 comes with the same provider).
            throw new IllegalStateException(e);
        }
    }
}
