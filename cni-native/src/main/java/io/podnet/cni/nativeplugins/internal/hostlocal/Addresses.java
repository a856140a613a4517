// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import io.podnet.base.IpAddresses;
import java.net.InetAddress;
import java.util.Arrays;

/** Counts addresses. */
final class Addresses {
    private Addresses() {}

    static InetAddress next(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (int i = bytes.length - 1; i >= 0 && ++bytes[i] == 0; i--) {
            // carries
        }
        return IpAddresses.of(bytes);
    }

    /** Orders addresses of one family. */
    static int compare(InetAddress one, InetAddress other) {
        return Arrays.compareUnsigned(one.getAddress(), other.getAddress());
    }
}
