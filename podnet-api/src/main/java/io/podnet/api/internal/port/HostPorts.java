// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.port;

import io.podnet.api.PodException;
import io.podnet.base.PortMapping;
import io.podnet.base.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ports of the host that nobody else gets until this is closed.
 *
 * <p>Two pods that want the same port at the same time are told apart by the kernel, which gives the socket to one of
 * them; a pod that holds its sockets no more is on record by then. SCTP ports are only looked up in the records: Java
 * has no such sockets where the kernel has none.
 */
public final class HostPorts implements AutoCloseable {
    /** How often to look for free ports that follow one another. */
    private static final int ATTEMPTS = 50;

    /** The kernel's own range for ports that nobody named (ip_local_port_range). */
    private static final int LOWEST_RANDOM = 32768;

    private static final int HIGHEST_RANDOM = 60999;
    private static final Logger LOG = LoggerFactory.getLogger(HostPorts.class.getPackageName());

    private final List<PortSocket> sockets = new ArrayList<>();
    private final PortMapping[][] chosen;

    private HostPorts(int mappings) {
        this.chosen = new PortMapping[mappings][];
    }

    /**
     * Takes ports.
     *
     * @param wanted the mappings as they were asked for
     * @param others reads what other pods have published by now
     * @return the ports
     * @throws PodException ({@code port-in-use}) if one is taken; none is held then
     */
    public static HostPorts claim(List<PortMapping> wanted, Supplier<PodPorts> others) {
        HostPorts ports = new HostPorts(wanted.size());
        if (wanted.isEmpty()) {
            return ports;
        }
        try {
            ports.take(wanted, others);
            return ports;
        } catch (RuntimeException e) {
            ports.close();
            throw e;
        }
    }

    /**
     * Lists the ports.
     *
     * @return mappings of one port each, with the host ports that were chosen, in the order in which they were asked for
     */
    public List<PortMapping> chosen() {
        return Arrays.stream(chosen).flatMap(Arrays::stream).toList();
    }

    // Those that are named first: a free port that is drawn must not be one of them.
    private void take(List<PortMapping> wanted, Supplier<PodPorts> others) {
        for (int i = 0; i < chosen.length; i++) {
            if (wanted.get(i).hostPort() != 0) {
                chosen[i] = bind(wanted.get(i), others);
            }
        }
        for (int i = 0; i < chosen.length; i++) {
            if (wanted.get(i).hostPort() == 0) {
                chosen[i] = draw(wanted.get(i), others);
            }
        }
        // Only now: a pod that let go of its socket a moment ago had written its record before.
        PodPorts published = others.get();
        for (PortMapping each : chosen()) {
            published.holder(each).ifPresent(pod -> {
                throw new PortTakenException(each, takenBy(pod), null);
            });
        }
        refuseTwins();
    }

    private PortMapping[] bind(PortMapping range, Supplier<PodPorts> others) {
        try {
            return bind(range);
        } catch (PortTakenException e) {
            // Most of all the user wants to know who has it.
            PodPorts published = others.get();
            for (PortMapping each : range.expand()) {
                Optional<String> pod = published.holder(each);
                if (pod.isPresent()) {
                    throw new PortTakenException(each, takenBy(pod.get()), e);
                }
            }
            throw e;
        }
    }

    // All or none of a range.
    private PortMapping[] bind(PortMapping range) {
        List<PortSocket> taken = new ArrayList<>();
        List<PortMapping> ports = new ArrayList<>();
        try {
            for (PortMapping each : range.expand()) {
                if (each.protocol() != Protocol.SCTP) {
                    taken.add(PortSocket.open(each));
                }
                ports.add(each);
            }
        } catch (RuntimeException e) {
            taken.forEach(PortSocket::close);
            throw e;
        }
        sockets.addAll(taken);
        return ports.toArray(PortMapping[]::new);
    }

    // A range stays a range: its ports follow one another on the host too, as podman chooses them.
    private PortMapping[] draw(PortMapping range, Supplier<PodPorts> others) {
        PodPorts published = others.get();
        for (int i = 0; i < ATTEMPTS; i++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST_RANDOM, HIGHEST_RANDOM - range.range());
            PortMapping candidate = range.withHostPort(first);
            if (candidate.expand().stream()
                    .anyMatch(each -> published.holder(each).isPresent())) {
                continue;
            }
            try {
                return bind(candidate);
            } catch (PortTakenException e) {
                LOG.debug("{}; trying another one", e.getMessage());
            }
        }
        throw new PodException(
                "port-in-use",
                "no " + range.range() + " free " + range.protocol() + " ports in a row found for container port "
                        + range.containerPort());
    }

    // What the kernel refuses anyway where there is a socket.
    private void refuseTwins() {
        List<PortMapping> all = chosen();
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (PodPorts.overlap(all.get(i), all.get(j))) {
                    throw new PortTakenException(all.get(i), "address already in use", null);
                }
            }
        }
    }

    private static String takenBy(String pod) {
        return "address already in use (published by pod " + pod + ")";
    }

    @Override
    public void close() {
        sockets.forEach(PortSocket::close);
        sockets.clear();
    }
}
