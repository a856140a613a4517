// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.exec;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why execve failed. The JDK tells it in words only, which differ: {@code error=26, Text file busy} up to 17,
 * {@code Exec failed, error: 26 (Text file busy)} in 25.
 *
 * @param errno the error's number, errno(3)
 * @param text the error's name for people
 */
record ExecFailure(int errno, String text) {
    /** ETXTBSY: the executable is open for writing. */
    static final int TEXT_FILE_BUSY = 26;

    private static final Pattern WORDS = Pattern.compile("error(?:=|: )(\\d+)(?:, | \\()([^)]*)");

    static Optional<ExecFailure> of(IOException failure) {
        Matcher words = WORDS.matcher(String.valueOf(failure.getMessage()));
        return words.find()
                ? Optional.of(new ExecFailure(
                        Integer.parseInt(words.group(1)), words.group(2).strip()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "error=" + errno + ", " + text;
    }
}
