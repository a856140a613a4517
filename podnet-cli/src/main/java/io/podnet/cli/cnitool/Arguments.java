// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli.cnitool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands on cnitool's command line. Parsed by hand: a container runtime that calls cnitool does so often, and picocli
 * would take longer than the rest.
 *
 * @param verb what to do
 * @param network the network's name
 * @param netns the network namespace, as given
 * @param ifName the interface's name, if an option gave it
 */
record Arguments(Verb verb, String network, String netns, Optional<String> ifName) {
    /** What cnitool can do. */
    enum Verb {
        ADD,
        CHECK,
        DEL,
        GC,
        STATUS
    }

    /** Says why a command line is none; with an empty message that help was asked for. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }

        boolean isHelp() {
            return String.valueOf(getMessage()).isEmpty();
        }
    }

    /** Takes options anywhere, as the newer cnitool does, and ignores what follows the third word, as the older one. */
    static Arguments parse(List<String> arguments) throws UsageException {
        List<String> words = new ArrayList<>();
        Optional<String> ifName = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-h") || argument.equals("--help") || (i == 0 && argument.equals("help"))) {
                throw new UsageException("");
            } else if (argument.equals("-i") || argument.equals("--ifname")) {
                if (++i == arguments.size()) {
                    throw new UsageException("option " + argument + " needs a name");
                }
                ifName = Optional.of(arguments.get(i));
            } else if (argument.startsWith("--ifname=")) {
                ifName = Optional.of(argument.substring("--ifname=".length()));
            } else if (argument.startsWith("-")) {
                throw new UsageException("unknown option " + argument);
            } else {
                words.add(argument);
            }
        }
        if (words.size() < 3) {
            throw new UsageException("a verb, a network and a network namespace are needed");
        }
        return new Arguments(verb(words.get(0)), words.get(1), words.get(2), ifName);
    }

    private static Verb verb(String text) throws UsageException {
        for (Verb verb : Verb.values()) {
            // cnitool knows the verbs in lower case only.
            if (verb.name().toLowerCase(Locale.ROOT).equals(text)) {
                return verb;
            }
        }
        throw new UsageException("unknown verb " + text);
    }
}
