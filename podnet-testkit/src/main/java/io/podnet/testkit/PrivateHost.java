// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * The host on which a JVM was born that the testkit's {@code bin/java} started: network, mount and process namespaces of
 * its own, with nothing in them but a link to an {@linkplain #OUTSIDE outside world}, through which its default routes
 * lead. Tests may change it as they like; it ends with the JVM.
 *
 * <pre>
 * +---------------- private host ----------------+       +------ outside ------+
 * | 203.0.113.2/24, 2001:db8:113::2/64      eth0 |-------| eth0  203.0.113.1   |  198.51.100.1
 * | default routes to the outside                |       |  2001:db8:113::1    |  2001:db8:100::1
 * +----------------------------------------------+       +---------------------+
 * </pre>
 *
 * <p>The outside world has no route to anything behind the host, as on the internet: it answers a pod only if the host
 * translated the pod's address.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PrivateHost {
    /** Name of the network namespace that is the outside world. */
    public static final String OUTSIDE = "outside";

    /** IPv4 address of the host, towards the outside. */
    public static final String IPV4 = "203.0.113.2";

    /** IPv6 address of the host, towards the outside. */
    public static final String IPV6 = "2001:db8:113::2";

    /** IPv4 address of the outside world, on the host's link. */
    public static final String GATEWAY_IPV4 = "203.0.113.1";

    /** IPv6 address of the outside world, on the host's link. */
    public static final String GATEWAY_IPV6 = "2001:db8:113::1";

    /** IPv4 address of the outside world that only a default route leads to. */
    public static final String OUTSIDE_IPV4 = "198.51.100.1";

    /** IPv6 address of the outside world that only a default route leads to. */
    public static final String OUTSIDE_IPV6 = "2001:db8:100::1";

    private static final Path MARK = Path.of("/run/private-host");

    private PrivateHost() {}

    /**
     * Tells whether this process is on a private host.
     *
     * @return whether it is
     */
    public static boolean isHere() {
        return Files.exists(MARK);
    }
}
