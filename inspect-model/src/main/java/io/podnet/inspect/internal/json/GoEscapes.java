// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The escapes of podman inspect, which are those of Go's encoding/json with SetEscapeHTML(false): short ones for line
 * feed, carriage return and tab, {@code \}{@code u001f} in lower case for other controls, and the two line separators
 * that JavaScript does not allow in strings.
 */
final class GoEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
        int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
        for (int c = 0; c < ' '; c++) {
            if (c != '\n' && c != '\r' && c != '\t') {
                codes[c] = ESCAPE_CUSTOM;
            }
        }
        return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
        boolean escaped = c < ' ' || c == '\u2028' || c == '\u2029';
        return escaped ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", c)) : null;
    }
}
