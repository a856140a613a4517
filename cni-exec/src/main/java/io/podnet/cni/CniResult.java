// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.cni.internal.result.ResultConverter;
import io.podnet.cni.internal.result.ResultReader;
import io.podnet.cni.internal.result.ResultWriter;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What ADD reports: interfaces, addresses, routes and name resolution, in the form of one version of the specification.
 *
 * <pre>{@code
 * CniResult result = CniResult.parse(json);
 * result.ips().forEach(ip -> System.out.println(ip.address()));
 * Result100 newest = result.latest();
 * String old = result.as(CniVersion.V0_4_0).toJson();
 * }</pre>
 *
 * <p><b>Threads</b>: immutable.
 *
 * @see <a href="https://github.com/containernetworking/cni/blob/spec-v1.1.0/SPEC.md#section-5-result-types">section 5</a>
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface CniResult permits Result020, Result040, Result100 {
    /**
     * Reads a result; one without a version is of 0.1.0.
     *
     * @param json a result of any version; fields that the specification does not know are dropped
     * @return the result, of the version that it says
     * @throws CniException ({@code cni-result-invalid}) if it is none or its version is unknown
     */
    static CniResult parse(String json) {
        return parse(json, "");
    }

    /**
     * Reads what a plugin printed: a result without a version gets that of the configuration, and {@code null} is a
     * result without anything.
     *
     * @param json a result; fields that the specification does not know are dropped
     * @param configVersion the {@code cniVersion} of the configuration that the plugin was given; empty for 0.1.0
     * @return the result, of the version that it says
     * @throws CniException ({@code cni-result-invalid}) if it is none or its version is unknown
     */
    static CniResult parse(String json, String configVersion) {
        return ResultReader.read(json, configVersion);
    }

    /**
     * Tells the version of the form in which the result was reported.
     *
     * @return a supported version
     */
    CniVersion cniVersion();

    /**
     * Lists the interfaces.
     *
     * @return the interfaces, on the host's side too; none in results before 0.3.0
     */
    List<CniInterface> interfaces();

    /**
     * Lists the addresses.
     *
     * @return the addresses in the plugin's order
     */
    List<CniIp> ips();

    /**
     * Lists the routes.
     *
     * @return the routes in the plugin's order
     */
    List<CniRoute> routes();

    /**
     * Gives name resolution.
     *
     * @return what the plugin reported; empty if nothing
     */
    CniDns dns();

    /**
     * Converts to another version, as libcni does. Older forms hold less: interfaces and all addresses but the first of
     * each family are lost before 0.3.0, the MTU, socket and PCI address of an interface before 1.0.0.
     *
     * @param version the wanted version
     * @return this result if it has that version, else a new one
     * @throws CniException ({@code cni-result-conversion}) if there is no such version, or nothing to keep: a result
     *     before 0.3.0 has at least one address
     */
    default CniResult as(CniVersion version) {
        return ResultConverter.convert(this, version);
    }

    /**
     * Converts to the newest version, which loses nothing.
     *
     * @return a result of {@link CniVersion#LATEST}
     */
    default Result100 latest() {
        return (Result100) as(CniVersion.LATEST);
    }

    /**
     * Prints the result as plugins and cnitool do: four blanks per level, no final newline.
     *
     * @return JSON that {@link #parse(String)} reads back
     */
    default String toJson() {
        return ResultWriter.pretty(this);
    }
}
