// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import org.apiguardian.api.API;

/**
 * What a plugin is asked to do: the value of {@code CNI_COMMAND}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum CniVerb {
    /** Attach a container to the network. */
    ADD,
    /** Look whether an attachment is as it was made. */
    CHECK,
    /** Detach a container from the network. */
    DEL,
    /** Remove what belongs to no attachment that is still valid. */
    GC,
    /** Tell whether ADD would work now. */
    STATUS,
    /** Tell which versions the plugin speaks. */
    VERSION;

    /**
     * Tells from which version of a configuration on the verb may be used.
     *
     * @return the version of the specification that brought it
     */
    public CniVersion since() {
        return switch (this) {
            case ADD, DEL, VERSION -> CniVersion.V0_1_0;
            case CHECK -> CniVersion.V0_4_0;
            case GC, STATUS -> CniVersion.V1_1_0;
        };
    }
}
