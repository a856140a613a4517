// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.exec;

import io.podnet.cni.internal.GoText;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Map;

/**
 * What the variables of a process can say. Java encodes them as the locale has it, and makes question marks, without a
 * word, of what the locale's encoding lacks: all beyond ASCII in the locale {@code C}, which a program that is started
 * with an empty environment gets.
 */
final class NativeText {
    /** Up to 17 the default charset serves; since JEP 400 that is UTF-8, and the locale's has a property of its own. */
    private static final Charset CHARSET = Runtime.version().feature() < 18
            ? Charset.defaultCharset()
            : Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private NativeText() {}

    /**
     * Insists that variables arrive as they are.
     *
     * @return the variables
     * @throws IllegalArgumentException if one would not
     */
    static Map<String, String> require(Map<String, String> variables) {
        CharsetEncoder encoder = CHARSET.newEncoder();
        variables.forEach((name, value) -> {
            if (!encoder.canEncode(name) || !encoder.canEncode(value)) {
                throw new IllegalArgumentException("variable " + name + " with " + GoText.quote(value)
                        + " cannot be said in " + CHARSET
                        + ", the encoding of the locale; start Java with a UTF-8 locale, such as LC_ALL=C.UTF-8");
            }
        });
        return variables;
    }
}
