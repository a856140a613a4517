// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

/** Prints text as Go's {@code %q} does, which podman's messages use. */
final class GoText {
    private GoText() {}

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> append(quoted, c));
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, int c) {
        String known = "\u0007a\bb\ff\nn\rr\tt\u000bv";
        int at = known.indexOf(c);
        if (c == '"' || c == '\\') {
            quoted.append('\\').appendCodePoint(c);
        } else if (at >= 0 && at % 2 == 0) {
            quoted.append('\\').append(known.charAt(at + 1));
        } else if (c < ' ' || c == 0x7f) {
            quoted.append(String.format("\\x%02x", c));
        } else if (Character.isISOControl(c)
                || !Character.isDefined(c)
                || Character.getType(c) == Character.SURROGATE) {
            quoted.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
        } else {
            quoted.appendCodePoint(c);
        }
    }
}
