// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.base.InvalidValueException;
import org.apiguardian.api.API;

/**
 * Limits of an attachment's traffic, for the capability {@code bandwidth}. Ingress is what the container receives.
 *
 * @param ingressRate bits per second; 0 for no limit
 * @param ingressBurst bits; 0 if there is no limit
 * @param egressRate bits per second; 0 for no limit
 * @param egressBurst bits; 0 if there is no limit
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Bandwidth(long ingressRate, long ingressBurst, long egressRate, long egressBurst) {
    /**
     * Checks the parts.
     *
     * @param ingressRate bits per second; 0 for no limit
     * @param ingressBurst bits; 0 if there is no limit
     * @param egressRate bits per second; 0 for no limit
     * @param egressBurst bits; 0 if there is no limit
     * @throws InvalidValueException if one is negative
     */
    public Bandwidth {
        check("ingress rate", ingressRate);
        check("ingress burst", ingressBurst);
        check("egress rate", egressRate);
        check("egress burst", egressBurst);
    }

    private static void check(String field, long value) {
        if (value < 0) {
            throw new InvalidValueException(field, value, "must not be negative");
        }
    }
}
