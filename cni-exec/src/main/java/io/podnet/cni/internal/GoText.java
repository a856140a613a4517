// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal;

/** Prints text as Go's {@code %q} does, for the messages that libcni's users match on. */
public final class GoText {
    private GoText() {}

    /**
     * Puts text in double quotes, with Go's escapes.
     *
     * @param text any text
     * @return such as {@code "a\nb"}
     */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(each -> append(quoted, each));
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, int codePoint) {
        switch (codePoint) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case 0x07 -> quoted.append("\\a");
            case '\b' -> quoted.append("\\b");
            case '\f' -> quoted.append("\\f");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case 0x0b -> quoted.append("\\v");
            default -> {
                if (isPrintable(codePoint)) {
                    quoted.appendCodePoint(codePoint);
                } else if (codePoint < 0x80) {
                    quoted.append(String.format("\\x%02x", codePoint));
                } else if (codePoint < 0x10000) {
                    quoted.append(String.format("\\u%04x", codePoint));
                } else {
                    quoted.append(String.format("\\U%08x", codePoint));
                }
            }
        }
    }

    // strconv.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space.
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
