// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The error codes that the specification (section 5, Error) and libcni know by name. 0 to 99 are reserved; 100 and up are
 * a plugin's own, except 999.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum CniErrorCode {
    /** Nothing is known. */
    UNKNOWN(0),
    /** The plugin does not speak the version of the configuration. */
    INCOMPATIBLE_CNI_VERSION(1),
    /** The configuration has a field that the plugin does not support. */
    UNSUPPORTED_FIELD(2),
    /** The container is unknown or gone; no DEL is needed. */
    UNKNOWN_CONTAINER(3),
    /** A container id, an interface name or another part of the environment cannot be used. */
    INVALID_ENVIRONMENT_VARIABLES(4),
    /** Reading or writing failed. */
    IO_FAILURE(5),
    /** Something that should be JSON of a given form is not. */
    DECODING_FAILURE(6),
    /** The network's configuration cannot be used. */
    INVALID_NETWORK_CONFIG(7),
    /** The network namespace cannot be used; known to libcni, not to the specification. */
    INVALID_NETNS(8),
    /** The same call may succeed later. */
    TRY_AGAIN_LATER(11),
    /** STATUS: the plugin cannot serve ADD. */
    PLUGIN_NOT_AVAILABLE(50),
    /** STATUS: the plugin cannot serve ADD, and attached containers may be cut off. */
    LIMITED_CONNECTIVITY(51),
    /** What libcni's plugin library says for an error without a code. */
    INTERNAL(999);

    private final int number;

    CniErrorCode(int number) {
        this.number = number;
    }

    /**
     * Finds the name of a code.
     *
     * @param number a code
     * @return its name; empty if it has none
     */
    public static Optional<CniErrorCode> of(int number) {
        for (CniErrorCode each : values()) {
            if (each.number == number) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /**
     * Gives the code as it is written in JSON.
     *
     * @return the number
     */
    public int number() {
        return number;
    }
}
