// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.cni.AttachmentId;
import io.podnet.cni.nativeplugins.internal.Digests;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import java.util.regex.Pattern;

/** For whom an element is in the table: its comment says so, to us and to people. */
record Owner(String network, AttachmentId attachment) {
    /** NFTNL_UDATA_COMMENT_MAXLEN is 128; room is left for a number behind it. */
    private static final int LONGEST = 112;

    /** What can stand between quotes, whatever nft makes of it. An interface may have any name without slash and blank. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.@-]+ [A-Za-z0-9_.@-]+ [A-Za-z0-9_.@-]+");

    static Owner of(NativeCall call) {
        return new Owner(call.network(), call.attachment());
    }

    /** NETWORK CONTAINER INTERFACE, or two hashes if that is too long or has other characters. */
    String label() {
        String plain = network + " " + attachment.containerId() + " " + attachment.ifName();
        if (plain.length() <= LONGEST && PLAIN.matcher(plain).matches()) {
            return plain;
        }
        String hash = Digests.sha512(attachment.containerId() + " " + attachment.ifName());
        return hashed(network) + " " + hash.substring(0, 40);
    }

    static boolean isOfNetwork(String label, String network) {
        return label.startsWith(network + " ") || label.startsWith(hashed(network) + " ");
    }

    // No network's name begins so.
    private static String hashed(String network) {
        return "#" + Digests.sha512(network).substring(0, 20);
    }
}
