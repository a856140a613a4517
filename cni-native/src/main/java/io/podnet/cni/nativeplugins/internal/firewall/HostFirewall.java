package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.base.IpPrefix;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.spi.Support;
import java.util.List;
import java.util.Optional;

/** What the plugins that make interfaces want of the host's packet filter. */
public interface HostFirewall {
    /**
     * Finds the packet filter of this host.
     *
     * @return the filter; empty if there is none that could do anything
     */
    static Optional<HostFirewall> find() {
        return Optional.empty();
    }

    /**
     * Finds out whether the host lets addresses be masqueraded so that packets get through. Changes nothing.
     *
     * @return yes, or why not
     */
    Support supports();

    /**
     * Lets what the attachment's addresses send to anywhere but their own network, and multicast, bear the host's address.
     * Replaces what an address had before, whoever set it.
     *
     * @param call the call that the attachment is made by
     * @param addresses its addresses, each with the length of its network's prefix
     */
    void masquerade(NativeCall call, List<IpPrefix> addresses);

    /**
     * Ends that, also what the reference plugins have set for the attachment.
     *
     * @param call the call that the attachment is deleted by
     * @param addresses its addresses, as far as they are known
     */
    void unmasquerade(NativeCall call, List<IpPrefix> addresses);

    /**
     * Finds out whether addresses are masqueraded.
     *
     * @param call the call that the attachment is checked by
     * @param addresses its addresses
     * @throws io.podnet.cni.CniException if one is not
     */
    void check(NativeCall call, List<IpPrefix> addresses);
}
