// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import io.podnet.junit.internal.net.Faults;
import io.podnet.junit.internal.net.Switch;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;

/**
 * The cable between a host and the switch; {@link Host#link()} gives it. What is done to it holds for both directions, from
 * the next packet on, until {@link #heal()} or another call of the same method.
 *
 * <p>For what lies between single hosts, see {@link Hosts#partition} and {@link Hosts#block}.
 *
 * <p><b>Threads</b>: any.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Link {
    private final String host;
    private final Switch network;
    private final int port;

    Link(String host, Switch network, int port) {
        this.host = host;
        this.network = network;
        this.port = port;
    }

    /**
     * Pulls the cable out: nothing gets through, and the host sees that it has no carrier. Does nothing if it is out.
     *
     * @throws HostsException if the system refuses; nothing has changed then
     */
    public void cut() {
        change("cut", Faults::withCut);
    }

    /**
     * Limits how much the cable carries, by the kernel's {@code tbf}, tc-tbf(8). What comes too fast waits for a tenth of a
     * second at most, and is lost beyond that.
     *
     * @param bitsPerSecond the rate in each direction, 1000 or more, headers included
     * @throws io.podnet.base.InvalidValueException if it is less
     * @throws HostsException if the system refuses; nothing has changed then
     */
    public void limit(long bitsPerSecond) {
        change("limit", faults -> faults.withLimit(bitsPerSecond));
    }

    /**
     * Loses packets at random, by nftables' {@code numgen}, nft(8). Between two hosts whose cables both lose packets, each
     * cable takes its part.
     *
     * @param percent how many of a hundred, 0 to 100, in steps of a ten-thousandth
     * @throws io.podnet.base.InvalidValueException if it is none of these
     * @throws HostsException if the system refuses; nothing has changed then
     */
    public void lose(double percent) {
        change("make lossy", faults -> faults.withLoss(percent));
    }

    /**
     * Delays each packet, by the kernel's {@code netem}, tc-netem(8), which not every kernel has: see
     * {@link RequiresNetem}.
     *
     * @param oneWay how long a packet takes in each direction, in microseconds at the finest, 10 minutes at most; a round
     *     trip takes twice as long
     * @throws io.podnet.base.InvalidValueException if it is negative or longer
     * @throws HostsException {@code hosts-no-netem} if the kernel has none, or if the system refuses; nothing has changed
     *     then
     */
    public void delay(Duration oneWay) {
        change("delay", faults -> faults.withDelay(oneWay));
    }

    /**
     * Makes the cable as good as new. Does nothing if it is. A host that has just looked for another one in vain may believe
     * for up to three more seconds that it is not there (arp(7)), so await what is to work again.
     *
     * @throws HostsException if the system refuses
     */
    public void heal() {
        change("heal", faults -> Faults.NONE);
    }

    private void change(String verb, UnaryOperator<Faults> change) {
        network.change(port, "cannot " + verb + " the link of host " + host, change);
    }

    int port() {
        return port;
    }

    /** Tells whose cable it is, and what is wrong with it. */
    @Override
    public String toString() {
        return "link of " + host + ", " + network.faults(port);
    }
}
