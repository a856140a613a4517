// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.spi;

import io.podnet.cni.CniException;
import io.podnet.cni.CniMode;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.verb.Diagnosis;
import org.apiguardian.api.API;

/**
 * Hands a part of a plugin's work to another plugin, such as the one that manages addresses: what libcni's plugin
 * library calls delegation. For plugins that are code in this JVM.
 *
 * <p>The other plugin gets the same configuration, arguments and directories; only the verb is set.
 *
 * <p><b>Threads</b>: immutable; calls block until the other plugin has answered.
 *
 * @see <a href="https://github.com/containernetworking/cni/blob/spec-v1.1.0/SPEC.md#section-4-plugin-delegation">
 *     section 4</a>
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PluginDelegation {
    private static final Diagnosis DIAGNOSIS = new Diagnosis(CniMode.IMPROVED);

    private final PluginCall call;
    private final PluginInvoker invoker;

    /**
     * Delegates on behalf of a call.
     *
     * @param call the call that the delegating plugin got
     * @param invoker who runs the other plugin
     */
    public PluginDelegation(PluginCall call, PluginInvoker invoker) {
        this.call = call;
        this.invoker = invoker;
    }

    /**
     * Calls ADD; if that fails, DEL too, as section 4 demands, so that nothing is left of a half-done one.
     *
     * @param type the other plugin's type
     * @return what it reported; without a version it has that of the configuration
     * @throws CniException with the other plugin's own code and message; what failed in DEL is suppressed in it
     */
    public CniResult add(String type) {
        try {
            String stdout = invoke(type, CniVerb.ADD);
            String version = PluginConfig.parse(call.config()).cniVersion();
            return CniResult.parse(stdout, version);
        } catch (CniException e) {
            try {
                delete(type);
            } catch (CniException undo) {
                e.addSuppressed(undo);
            }
            throw e;
        }
    }

    /**
     * Calls CHECK.
     *
     * @param type the other plugin's type
     * @throws CniException with the other plugin's own code and message
     */
    public void check(String type) {
        invoke(type, CniVerb.CHECK);
    }

    /**
     * Calls DEL.
     *
     * @param type the other plugin's type
     * @throws CniException with the other plugin's own code and message
     */
    public void delete(String type) {
        invoke(type, CniVerb.DEL);
    }

    /**
     * Calls GC.
     *
     * @param type the other plugin's type
     * @throws CniException with the other plugin's own code and message
     */
    public void gc(String type) {
        invoke(type, CniVerb.GC);
    }

    /**
     * Calls STATUS.
     *
     * @param type the other plugin's type
     * @throws CniException with the other plugin's own code and message
     */
    public void status(String type) {
        invoke(type, CniVerb.STATUS);
    }

    private String invoke(String type, CniVerb verb) {
        CniException.Builder failure;
        try {
            PluginReply reply = invoker.invoke(call.delegate(type, verb));
            if (reply.succeeded()) {
                return reply.stdout();
            }
            failure = DIAGNOSIS.of(reply);
        } catch (PluginInvocationException e) {
            failure = DIAGNOSIS.of(e);
        }
        throw failure.plugin(type).verb(verb).build();
    }
}
