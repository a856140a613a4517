// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import org.apiguardian.api.API;

/**
 * One backend that was found, and whether it can be used: what {@code podnet doctor} prints.
 *
 * @param name the backend's name, or its class name if it could not be loaded
 * @param type the class that implements it
 * @param module the module or jar it came from
 * @param priority its priority; higher goes first
 * @param availability whether it can work here, and why (not)
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record BackendCandidate(String name, String type, String module, int priority, Availability availability) {
    @Override
    public String toString() {
        String state = availability instanceof Availability.Unavailable unavailable
                ? "unavailable: " + unavailable.reason()
                : "available";
        return name + " (priority " + priority + ", " + type + " in " + module + "): " + state;
    }
}
