// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import io.podnet.junit.internal.net.Ground;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsAction;
import io.podnet.netns.NetnsTask;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A host: a network namespace with an {@code eth0} that leads to the switch, one IPv4 and one IPv6 address, and a loopback of
 * its own; everything else, files and processes included, it shares with this JVM. {@link Hosts} make it.
 *
 * <p><b>Threads</b>: any.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Host {
    private final String name;
    private final Netns netns;
    private final Link link;
    private final Ground ground;
    private final InetAddress ipv4;
    private final InetAddress ipv6;
    private final Background background;

    Host(String name, Netns netns, Link link, Ground ground, InetAddress ipv4, InetAddress ipv6) {
        this.name = name;
        this.netns = netns;
        this.link = link;
        this.ground = ground;
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.background = new Background(name);
    }

    /**
     * Names the host.
     *
     * @return the name by which the test asked for it
     */
    public String name() {
        return name;
    }

    /**
     * Gives the host's cable.
     *
     * @return the link to the switch
     */
    public Link link() {
        return link;
    }

    /**
     * Gives the host's IPv4 address.
     *
     * @return an address of the network 192.0.2.0/24, which is for documentation only (RFC 5737)
     */
    public InetAddress ipv4() {
        return ipv4;
    }

    /**
     * Gives the host's IPv6 address.
     *
     * @return an address of the network 2001:db8::/64, which is for documentation only (RFC 3849)
     */
    public InetAddress ipv6() {
        return ipv6;
    }

    /**
     * Gives the address of a service on this host.
     *
     * @param port its port
     * @return the port at the IPv4 address
     */
    public InetSocketAddress at(int port) {
        return new InetSocketAddress(ipv4, port);
    }

    /**
     * Gives the host's namespace, for links, addresses and routes beyond those that it has by itself.
     *
     * @return the handle; closed with the hosts
     */
    public Netns netns() {
        return netns;
    }

    /**
     * Does work on the host and waits for it, on a thread that is inside. Sockets that the work opens belong to the host for
     * good, whoever uses them. See {@link Netns#call}.
     *
     * <p><b>Privileges</b>: the JVM's own; a plain user's hosts have processes only.
     *
     * @param task the work
     * @param <T> its result
     * @param <X> what it may throw
     * @return the result
     * @throws X what the work threw, as it was
     * @throws HostsException {@code hosts-no-tasks} if this JVM cannot enter a namespace
     */
    public <T extends @Nullable Object, X extends Exception> T call(NetnsTask<T, X> task) throws X {
        ground.requireTasks("cannot run code on host " + name);
        return netns.call(task);
    }

    /**
     * Does work without a result on the host and waits for it, as {@link #call} does.
     *
     * @param action the work
     * @param <X> what it may throw
     * @throws X what the work threw, as it was
     * @throws HostsException {@code hosts-no-tasks} if this JVM cannot enter a namespace
     */
    public <X extends Exception> void run(NetnsAction<X> action) throws X {
        ground.requireTasks("cannot run code on host " + name);
        netns.run(action);
    }

    /**
     * Does work on the host in the background: on a daemon thread that is inside, and so are the threads that it starts. It is
     * interrupted when the test is over, and has to end then: a thread that waits in a socket ends when the socket is closed.
     *
     * @param action the work
     * @return its end, or what it threw; cancelling interrupts it
     * @throws HostsException {@code hosts-no-tasks} if this JVM cannot enter a namespace
     */
    public Future<?> background(NetnsAction<?> action) {
        ground.requireTasks("cannot run code on host " + name);
        // A thread is born in the namespace of the one that starts it.
        return netns.call(() -> background.start(action));
    }

    /**
     * Runs a command on the host to its end. Its standard input is empty.
     *
     * @param command the program and its arguments
     * @return what it did
     * @throws HostsException if it cannot be run, or the calling thread is interrupted, which ends it
     */
    public ExecResult exec(String... command) {
        return Commands.run(netns, List.of(command));
    }

    /**
     * Starts a process on the host, as {@link ProcessBuilder#start()} would do here. It is ended when the test is over, and so
     * is whatever it has started: by SIGTERM, and by SIGKILL two seconds later.
     *
     * @param command the command, with its directory, environment and redirections; not changed
     * @return the process
     * @throws io.podnet.netns.NetnsException if it cannot be started
     */
    public Process start(ProcessBuilder command) {
        return netns.start(command);
    }

    /**
     * Prepares to {@link #start} a program of the test's own class path in a JVM of its own, which can be killed.
     *
     * @param main a class with a main method
     * @param arguments the program's arguments
     * @return a command, whose output goes where this JVM's does unless that is changed
     */
    public ProcessBuilder java(Class<?> main, String... arguments) {
        String path = System.getProperty("java.class.path", "");
        String modules = System.getProperty("jdk.module.path", "");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It may be ended at any time, and would leave a file of performance data behind.
                "-XX:-UsePerfData",
                "-cp",
                modules.isEmpty() ? path : path + File.pathSeparator + modules,
                main.getName()));
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    Background background() {
        return background;
    }

    /** Gives name and IPv4 address. */
    @Override
    public String toString() {
        return name + " (" + ipv4.getHostAddress() + ")";
    }
}
