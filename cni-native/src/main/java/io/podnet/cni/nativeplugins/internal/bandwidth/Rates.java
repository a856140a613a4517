// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.bandwidth;

import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.netns.linux.TokenBucket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much may go to a container, and come from it.
 *
 * @param ingress what it receives; empty for as much as comes
 * @param egress what it sends; empty for as much as it likes
 */
public record Rates(Optional<TokenBucket> ingress, Optional<TokenBucket> egress) {
    private static final List<String> KEYS = List.of("ingressRate", "ingressBurst", "egressRate", "egressBurst");
    private static final List<String> UNKNOWN = List.of("shapedSubnets", "unshapedSubnets");

    /** As the reference plugin: {@code latencyInMillis}. */
    private static final Duration LATENCY = Duration.ofMillis(25);

    private static final long MAX_BURST_BYTES = 0xffff_ffffL;

    /**
     * Reads what is wanted: what the configuration itself says counts before what the runtime says.
     *
     * @param config the plugin's configuration
     * @return the rates
     */
    public static Rates of(ConfigObject config) {
        ConfigObject runtime = config.object("runtimeConfig").object("bandwidth");
        for (String each : UNKNOWN) {
            if (runtime.has(each)) {
                throw Faults.config("runtimeConfig.bandwidth." + each + " is not supported natively");
            }
        }
        ConfigObject rates = KEYS.stream().anyMatch(config::has) ? config : runtime;
        return new Rates(
                bucket(rates.integer("ingressRate"), rates.integer("ingressBurst")),
                bucket(rates.integer("egressRate"), rates.integer("egressBurst")));
    }

    /** Bits, in the configuration; bytes, in the kernel. */
    private static Optional<TokenBucket> bucket(long rate, long burst) {
        if (rate < 0 || burst < 0) {
            throw Faults.internal("rate and burst must not be negative");
        }
        if (burst == 0 && rate != 0) {
            throw Faults.internal("if rate is set, burst must also be set");
        }
        if (rate == 0 && burst != 0) {
            throw Faults.internal("if burst is set, rate must also be set");
        }
        if (burst / 8 >= MAX_BURST_BYTES) {
            throw Faults.internal("burst cannot be more than 4GB");
        }
        if (rate == 0) {
            return Optional.empty();
        }
        if (rate < 8) {
            throw Faults.internal("rate " + rate + " is less than a byte per second");
        }
        return Optional.of(TokenBucket.of(rate / 8, burst / 8, LATENCY));
    }

    /**
     * Tells whether there is nothing to do.
     *
     * @return true if neither direction has a limit
     */
    public boolean isEmpty() {
        return ingress.isEmpty() && egress.isEmpty();
    }
}
