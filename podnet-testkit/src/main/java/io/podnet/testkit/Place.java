// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import io.podnet.testkit.internal.NamespaceThread;
import io.podnet.testkit.internal.Questions;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apiguardian.api.API;

/**
 * Where on the network a test stands: on its host, in the outside world, in a pod. From there it runs commands, serves
 * and asks.
 *
 * <pre>{@code
 * Place pod = Place.inNamespace(Path.of("/run/netns/podnet-..."));
 * try (TestServer server = pod.serveTcp(80)) {
 *     Answer answer = Place.outside().askTcp(PrivateHost.IPV4, 8080, "who am I?");
 *     assertThat(answer.asker().getHostAddress()).isEqualTo(PrivateHost.GATEWAY_IPV4);
 * }
 * }</pre>
 *
 * <p><b>Threads</b>: any; each call waits until it is done, and leaves the calling thread where it is. <b>Privileges</b>:
 * CAP_SYS_ADMIN, but for the host.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Place {
    private final String name;
    private final Optional<Path> namespace;

    private Place(String name, Optional<Path> namespace) {
        this.name = name;
        this.namespace = namespace;
    }

    /**
     * The host on which the test runs.
     *
     * @return that place
     */
    public static Place host() {
        return new Place("host", Optional.empty());
    }

    /**
     * The outside world of the {@linkplain PrivateHost private host}.
     *
     * @return that place
     */
    public static Place outside() {
        return new Place(PrivateHost.OUTSIDE, Optional.of(Path.of("/run/netns", PrivateHost.OUTSIDE)));
    }

    /**
     * A network namespace.
     *
     * @param file where it is pinned
     * @return that place
     */
    public static Place inNamespace(Path file) {
        return new Place(file.toString(), Optional.of(file));
    }

    /**
     * The network namespace that a process is in.
     *
     * @param pid its process id
     * @return that place
     */
    public static Place ofProcess(long pid) {
        return new Place("process " + pid, Optional.of(Path.of("/proc/" + pid + "/ns/net")));
    }

    /**
     * Prepares a command that is to run here.
     *
     * @param words the program and its arguments
     * @return the command
     */
    public TestCommand command(String... words) {
        List<String> entering =
                namespace.map(file -> List.of("nsenter", "--net=" + file, "--")).orElse(List.of());
        return new TestCommand(entering, words);
    }

    /**
     * Runs a command here, for 20 seconds at most.
     *
     * @param words the program and its arguments
     * @return what it did; not necessarily a success
     * @throws AssertionError if it is not over by then
     */
    public CommandResult run(String... words) {
        return command(words).run();
    }

    /**
     * Runs code of the test on a thread that is here. Sockets that it opens stay here, whichever thread uses them later.
     * Beware of what reads {@code /proc/self} or {@code /proc/net}, as {@link java.net.NetworkInterface} does: that is about
     * the main thread, which stays on the host.
     *
     * @param task the code
     * @param <T> what it finds out
     * @return what it found out
     * @throws Exception what it threw
     */
    public <T> T call(Callable<T> task) throws Exception {
        return namespace.isPresent() ? NamespaceThread.call(namespace.get(), task) : task.call();
    }

    /**
     * Serves TCP on all addresses of this place: each connection may ask one line, and is told who asked.
     *
     * @param port the port
     * @return the server, to be closed by the caller
     * @throws IOException if the port is taken
     */
    public TestServer serveTcp(int port) throws IOException {
        return TestServer.tcp(name, callIo(() -> new ServerSocket(port)));
    }

    /**
     * Serves UDP on one address: each packet asks, and is told who asked. A socket on all addresses would answer from
     * another one than it was asked at.
     *
     * @param address an address of this place
     * @param port the port
     * @return the server, to be closed by the caller
     * @throws IOException if the port is taken
     */
    public TestServer serveUdp(String address, int port) throws IOException {
        InetAddress own = InetAddress.getByName(address);
        return TestServer.udp(name, callIo(() -> new DatagramSocket(port, own)));
    }

    /**
     * Asks a {@link TestServer} by TCP; waits for the connection and for the answer, 3 seconds each.
     *
     * @param address its address as seen from here
     * @param port its port as seen from here
     * @param text what to say; one line
     * @return what it answered
     * @throws IOException if it cannot be reached, or does not answer
     */
    public Answer askTcp(String address, int port, String text) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getByName(address), port);
        try (Socket socket = callIo(() -> Questions.connect(server))) {
            return Questions.ask(socket, text);
        }
    }

    /**
     * Asks a {@link TestServer} by UDP; waits for the answer for 3 seconds.
     *
     * @param address its address as seen from here
     * @param port its port as seen from here
     * @param text what to say; one line
     * @return what it answered
     * @throws IOException if it cannot be reached, or does not answer
     */
    public Answer askUdp(String address, int port, String text) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getByName(address), port);
        try (DatagramSocket socket = callIo(() -> Questions.connectUdp(server))) {
            return Questions.ask(socket, text);
        }
    }

    private <T> T callIo(Callable<T> task) throws IOException {
        try {
            return call(task);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
