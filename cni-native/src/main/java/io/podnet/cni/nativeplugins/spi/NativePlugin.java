// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.spi;

import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.spi.Support;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * A CNI plugin that is code in this JVM: what an executable of the name {@link #type()} would do for each verb, without
 * reading or writing JSON. ServiceLoader finds it; an implementation has a public constructor that does nothing.
 *
 * <p>Calls that do not fit the specification never arrive: container id, interface name, network name, version and, on
 * ADD and CHECK, the namespace have been checked. Whatever a plugin throws becomes its error: a {@link CniException} with
 * its code and message, anything else with code 999.
 *
 * <pre>{@code
 * public final class Alias implements NativePlugin {
 *     public String type() {
 *         return "alias";
 *     }
 *
 *     public Set<String> keys() {
 *         return Set.of("addresses");
 *     }
 *
 *     public CniResult add(NativeCall call) {
 *         AddressRequests pod = call.pod().rtnl().addresses();
 *         int link = link(call).orElseThrow().index();
 *         call.allOrNothing(undo -> {
 *             for (LinkAddress each : addresses(call)) {
 *                 call.step("add " + each.prefix());
 *                 pod.add(link, each);
 *                 undo.push(() -> pod.remove(link, each));
 *             }
 *             return link;
 *         });
 *         return call.prevResult().orElseThrow();
 *     }
 *     ...
 * }
 * }</pre>
 *
 * <p><b>Threads</b>: one instance serves all calls, several at a time; calls for the same container and interface come one
 * after the other. The thread that calls stays in its network namespace: what is to be done inside a container goes through
 * {@link PodNamespace}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface NativePlugin {
    /**
     * Names the plugin as configurations do.
     *
     * @return the type, such as {@code bridge}
     */
    String type();

    /**
     * Lists the versions of CNI in which a configuration may be.
     *
     * @return the versions, oldest first; all unless the plugin knows better
     */
    default List<CniVersion> versions() {
        return CniVersion.SUPPORTED;
    }

    /**
     * Lists the keys that the plugin heeds, besides those that all plugins have ({@code type}, {@code name},
     * {@code cniVersion}, {@code ipam}, {@code dns}, {@code args}, {@code capabilities}, {@code runtimeConfig}). A
     * configuration with any other key is left to another backend: nothing that somebody has asked for is ignored.
     *
     * <p>Keys of the objects inside are listed with that of the object, or of the list of objects, before them, as in
     * {@code routes.dst}. Inside of a key for which none is listed, any is right, as in {@code sysctl}.
     *
     * @return keys of the plugin's object; of the object {@code ipam} for a plugin that manages addresses; always the same
     */
    Set<String> keys();

    /**
     * Lists the capabilities that the plugin heeds; a configuration that wants another one is left to another backend.
     *
     * @return names as in {@code runtimeConfig}, such as {@code portMappings}; always the same
     */
    default Set<String> capabilities() {
        return Set.of();
    }

    /**
     * Finds out whether the plugin can do what a configuration wants, here and now; keys and capabilities have been looked
     * at. Changes nothing.
     *
     * @param config the plugin's object of the network configuration
     * @return yes, or why not
     */
    default Support supports(ConfigObject config) {
        return Support.yes();
    }

    /**
     * Does ADD. What it did when it fails is undone, by the plugin, as far as that is possible
     * ({@link NativeCall#allOrNothing}); a DEL follows in any case.
     *
     * @param call what is wanted
     * @return the result, of any version
     * @throws CniException if it fails
     */
    CniResult add(NativeCall call);

    /**
     * Does CHECK: finds out whether all is still as ADD has reported in {@link NativeCall#prevResult()}.
     *
     * @param call what is wanted
     * @throws CniException if something is missing or different
     */
    void check(NativeCall call);

    /**
     * Does DEL: releases everything, whatever of it is there; succeeds for an attachment that is unknown or half made, and
     * without a namespace. Goes on to the end whatever fails.
     *
     * @param call what is wanted
     * @throws CniException if something had to be left
     */
    void delete(NativeCall call);

    /**
     * Does GC: releases what this plugin made and what belongs to no valid attachment of the network. Nothing of others is
     * touched. Attachments that are {@linkplain NativeCall#memory() remembered} and not valid have been {@linkplain #delete
     * deleted} before: this is for what else there may be.
     *
     * @param call what is wanted; {@link NativeCall#validAttachments()} are to stay
     * @throws CniException if something had to be left
     */
    default void gc(NativeCall call) {}

    /**
     * Does STATUS: finds out whether ADD would work.
     *
     * @param call what is wanted
     * @throws CniException code 50 or 51 if not
     */
    default void status(NativeCall call) {}
}
