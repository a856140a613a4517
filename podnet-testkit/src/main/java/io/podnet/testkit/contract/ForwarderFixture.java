// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.contract;

import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.rootless.spi.Forward;
import io.podnet.rootless.spi.ForwardScope;
import io.podnet.rootless.spi.ForwardTarget;
import io.podnet.rootless.spi.HelperCommand;
import io.podnet.rootless.spi.Helpers;
import io.podnet.rootless.spi.PortForwarder;
import io.podnet.testkit.Place;
import io.podnet.testkit.TestProcess;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** A plain user's pod behind a stack of its own, and the means by which a port forwarding handler serves it. */
@Tag("contract")
abstract class ForwarderFixture extends StackFixture {
    private final UserHelpers helpers = new UserHelpers();

    /**
     * Gives the backend to be tested.
     *
     * @return the handler
     */
    protected abstract PortForwarder forwarder();

    @AfterEach
    void stopHelpers() {
        List.copyOf(helpers.running.keySet()).forEach(helpers::stop);
    }

    Helpers helpers() {
        return helpers;
    }

    /** Starts the stack, with ports if it can have them at its start alone. */
    RunningStack startStack(List<PortMapping> ports) {
        return start(List.of(), stack().takesPortsAtStart() ? ports : List.of());
    }

    ForwardScope scope(RunningStack running, List<PortMapping> ports) {
        return new ForwardScope(
                stack().name(),
                false,
                running.prepared().apiSocket(),
                running.prepared().hostLoopback(),
                stack().takesPortsAtStart() ? ports : List.of(),
                OptionalLong.of(holder()),
                Path.of("/proc/" + holder() + "/root"),
                directory(),
                helpers);
    }

    ForwardTarget pod() {
        return new ForwardTarget(
                "pod",
                // As the holder sees it: it is the pod here.
                Path.of("/proc/" + holder() + "/ns/net"),
                Optional.of((Inet4Address) IpAddresses.parse(podAddress())),
                Optional.empty());
    }

    /** Its first IPv4 address. */
    String podAddress() {
        return inside().run("ip", "-brief", "-4", "address", "show", "scope", "global")
                .succeeded()
                .stdout()
                .replaceFirst("(?s)^\\S+ +\\S+ +([0-9.]+)/.*$", "$1");
    }

    Set<Forward> forwards(List<PortMapping> ports) {
        return ports.stream().map(port -> new Forward(port, pod())).collect(Collectors.toSet());
    }

    /** Starts a handler's processes as the user. */
    private final class UserHelpers implements Helpers {
        private final Map<String, Set<String>> running = new TreeMap<>();
        private final Map<String, TestProcess> processes = new TreeMap<>();

        @Override
        public Map<String, Set<String>> running() {
            return Map.copyOf(running);
        }

        @Override
        public void start(String key, HelperCommand command, Set<String> purpose) {
            // The handler works in this JVM, which is root's.
            String owner = Integer.toString(user().id());
            Place.host()
                    .run("chown", "-R", owner + ":" + owner, directory().toString())
                    .succeeded();
            Path pipe = directory().resolve(key + ".ready");
            List<String> words = new ArrayList<>(List.of(
                    "sh",
                    "-c",
                    "umask 077; exec 3>\"$0\" <\"$1\" && shift && exec \"$@\"",
                    pipe.toString(),
                    command.input().map(Path::toString).orElse("/dev/null")));
            words.addAll(command.command());
            TestProcess process = Place.host()
                    .command(words.toArray(String[]::new))
                    .as(user())
                    .start();
            processes.put(key, process);
            running.put(key, purpose);
            awaitReady(command.readiness(), pipe, process);
        }

        @Override
        public void stop(String key) {
            running.remove(key);
            TestProcess process = processes.remove(key);
            if (process != null) {
                process.close();
            }
        }
    }
}
