// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.json;

import io.podnet.cni.internal.GoText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds the first fault in a text that is no JSON, and names it in the words of Go's encoding/json (scanner.go), which the
 * users of libcni know and match on. Looks at bytes, as Go does.
 */
final class Syntax {
    private final byte[] text;
    private int at;

    private Syntax(byte[] text) {
        this.text = text;
    }

    /** Tells what is wrong; empty if nothing is. */
    static Optional<JsonException> find(String json) {
        Syntax syntax = new Syntax(json.getBytes(StandardCharsets.UTF_8));
        try {
            syntax.value(0);
            syntax.blanks();
            if (syntax.at < syntax.text.length) {
                throw syntax.fault("after top-level value");
            }
            return Optional.empty();
        } catch (Fault e) {
            return Optional.of(new JsonException(e.message, syntax.place()));
        }
    }

    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        /** What Go says. */
        private final String message;

        Fault(String message) {
            super(message, null, false, false);
            this.message = message;
        }
    }

    private void value(int depth) throws Fault {
        if (depth > Json.DEEPEST) {
            throw new Fault("exceeded max depth");
        }
        blanks();
        int c = peek();
        switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> {
                if (c != '-' && !isDigit(c)) {
                    throw fault("looking for beginning of value");
                }
                number();
            }
        }
    }

    private void object(int depth) throws Fault {
        at++;
        blanks();
        if (peek() == '}') {
            at++;
            return;
        }
        while (true) {
            blanks();
            if (peek() != '"') {
                throw fault("looking for beginning of object key string");
            }
            string();
            blanks();
            if (peek() != ':') {
                throw fault("after object key");
            }
            at++;
            value(depth + 1);
            blanks();
            if (!comma('}', "after object key:value pair")) {
                return;
            }
        }
    }

    private void array(int depth) throws Fault {
        at++;
        blanks();
        if (peek() == ']') {
            at++;
            return;
        }
        do {
            value(depth + 1);
            blanks();
        } while (comma(']', "after array element"));
    }

    private boolean comma(char end, String context) throws Fault {
        int c = peek();
        if (c != ',' && c != end) {
            throw fault(context);
        }
        at++;
        return c == ',';
    }

    private void string() throws Fault {
        at++;
        while (true) {
            int c = peek();
            if (c < ' ') {
                throw fault("in string literal");
            }
            at++;
            if (c == '"') {
                return;
            }
            if (c == '\\') {
                escape();
            }
        }
    }

    private void escape() throws Fault {
        int c = here();
        if ("bfnrt\\/\"u".indexOf(c) < 0) {
            throw fault("in string escape code");
        }
        at++;
        for (int i = 0; c == 'u' && i < 4; i++) {
            if (Character.digit(here(), 16) < 0) {
                throw fault("in \\u hexadecimal character escape");
            }
            at++;
        }
    }

    private void literal(String word) throws Fault {
        for (int i = 0; i < word.length(); i++) {
            if (here() != word.charAt(i)) {
                throw fault("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
            at++;
        }
    }

    private void number() throws Fault {
        if (here() == '-') {
            at++;
        }
        if (here() == '0') {
            at++;
        } else {
            digits("in numeric literal");
        }
        if (here() == '.') {
            at++;
            digits("after decimal point in numeric literal");
        }
        if (here() == 'e' || here() == 'E') {
            at++;
            if (here() == '+' || here() == '-') {
                at++;
            }
            digits("in exponent of numeric literal");
        }
    }

    private void digits(String context) throws Fault {
        if (!isDigit(here())) {
            throw fault(context);
        }
        while (isDigit(here())) {
            at++;
        }
    }

    private void blanks() {
        while (here() == ' ' || here() == '\t' || here() == '\n' || here() == '\r') {
            at++;
        }
    }

    private int here() {
        return at < text.length ? text[at] & 0xff : -1;
    }

    private int peek() throws Fault {
        if (at >= text.length) {
            throw new Fault("unexpected end of JSON input");
        }
        return here();
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    // scanner.go, quoteChar: the two kinds of quotes have forms of their own; eof: the end counts as a blank.
    private Fault fault(String context) {
        int c = at < text.length ? here() : ' ';
        String quoted = switch (c) {
            case '\'' -> "'\\''";
            case '"' -> "'\"'";
            default -> {
                String inner = GoText.quote(Character.toString(c));
                yield "'" + inner.substring(1, inner.length() - 1) + "'";
            }
        };
        return new Fault("invalid character " + quoted + " " + context);
    }

    private String place() {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < at; i++) {
            if (text[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int column = new String(text, lineStart, at - lineStart, StandardCharsets.UTF_8).length() + 1;
        return "line " + line + ", column " + column;
    }
}
