// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.netns.NetnsException;

/** Says that bytes which came as a netlink message are none. */
final class MalformedMessageException extends NetnsException {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String reason) {
        super("netns-netlink-malformed", "malformed netlink message: " + reason);
    }

    MalformedMessageException(String part, int length, int least, int most) {
        this(part + " of " + Integer.toUnsignedString(length) + " bytes where " + least + " to " + most + " fit");
    }
}
