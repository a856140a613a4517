// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.cni.CniDns;
import io.podnet.cni.nativeplugins.spi.ConfigObject;

/** Reads the name servers of a configuration. */
public final class ConfigDns {
    private ConfigDns() {}

    /**
     * Reads the object {@code dns}.
     *
     * @param config the object that has it
     * @return what it says
     */
    public static CniDns of(ConfigObject config) {
        ConfigObject dns = config.object("dns");
        return new CniDns(
                dns.strings("nameservers"), dns.string("domain"), dns.strings("search"), dns.strings("options"));
    }
}
