// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import io.podnet.base.InvalidValueException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * pasta's own command line options as a user gave them, checked against what the installed version knows.
 *
 * @param words the options and their values, each a word
 * @param names the long names of all options in them
 */
record PastaOptions(List<String> words, Set<String> names) {
    // "  -t, --tcp-ports SPEC\tTCP port ..." or "  --config-net\t\tConfigure ...": a value's name follows one blank.
    private static final Pattern HELP_LINE =
            Pattern.compile("(?m)^ +(?:-(\\w), )?--([a-z0-9][a-z0-9-]*)(?: ([A-Z][A-Z|:]*))?\\s");

    /** What decides where pasta runs and how it is watched is not the user's to say, nor is where it writes files. */
    private static final Set<String> RESERVED = Set.of(
            "userns",
            "netns",
            "netns-only",
            "pid",
            "foreground",
            "fd",
            "runas",
            "log-file",
            "log-size",
            "pcap",
            "socket",
            "help",
            "version",
            "no-netns-quit");

    /** pasta(1): a single, empty option disables the list. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("-D", "--dns", "-S", "--search");

    /** Not an option of pasta: it undoes {@code --no-map-gw}, which podman and podnet give by default. */
    static final String MAP_GATEWAY = "map-gw";

    /** The options that a version of pasta has, by their short and long spellings. */
    record Known(Map<String, String> longNames, Set<String> withValue) {
        static Known of(String help) {
            Map<String, String> longNames = new HashMap<>();
            Set<String> withValue = new HashSet<>();
            Matcher line = HELP_LINE.matcher(help);
            while (line.find()) {
                longNames.put("--" + line.group(2), line.group(2));
                if (line.group(1) != null) {
                    longNames.put("-" + line.group(1), line.group(2));
                }
                if (line.group(3) != null) {
                    withValue.add(line.group(2));
                }
            }
            return new Known(Map.copyOf(longNames), Set.copyOf(withValue));
        }

        boolean has(String longName) {
            return longNames.containsKey("--" + longName);
        }
    }

    PastaOptions {
        words = List.copyOf(words);
        names = Set.copyOf(names);
    }

    boolean has(String longName) {
        return names.contains(longName);
    }

    /** Gives the value of an option; of several, the last. */
    String value(List<String> spellings, String otherwise) {
        String value = otherwise;
        for (int i = 0; i + 1 < words.size(); i++) {
            if (spellings.contains(words.get(i))) {
                value = words.get(i + 1);
            }
        }
        return value;
    }

    static PastaOptions parse(List<String> options, Known known) {
        List<String> words = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String awaitsValue = null;
        for (String option : options) {
            if (awaitsValue != null) {
                words.add(value(awaitsValue, option));
                awaitsValue = null;
                continue;
            }
            int equals = option.startsWith("--") ? option.indexOf('=') : -1;
            String spelling = equals < 0 ? option : option.substring(0, equals);
            String name = spelling.equals("--" + MAP_GATEWAY) ? MAP_GATEWAY : name(option, spelling, known);
            names.add(name);
            if (name.equals(MAP_GATEWAY)) {
                continue;
            }
            words.add(spelling);
            if (equals >= 0) {
                words.add(value(spelling, option.substring(equals + 1)));
            } else if (known.withValue().contains(name)) {
                awaitsValue = spelling;
            }
        }
        if (awaitsValue != null) {
            throw invalid(awaitsValue, "wants a value, as the next word after a comma");
        }
        return new PastaOptions(words, names);
    }

    private static String name(String option, String spelling, Known known) {
        String name = known.longNames().get(spelling);
        if (name != null && RESERVED.contains(name)) {
            throw invalid(option, "is podnet's own to decide");
        }
        if (name == null) {
            throw invalid(option, hint(option, known));
        }
        return name;
    }

    private static String hint(String option, Known known) {
        if (option.matches("-\\w.+") && known.longNames().containsKey(option.substring(0, 2))) {
            return "write \"" + option.substring(0, 2) + "," + option.substring(2) + "\", the option and its value"
                    + " as separate words";
        }
        return option.startsWith("-")
                ? "the installed pasta has no such option"
                : "is no option; options begin with a dash";
    }

    private static String value(String option, String value) {
        if (value.isEmpty() && !MAY_BE_EMPTY.contains(option)) {
            throw invalid(option, "wants a value");
        }
        if (value.startsWith("-")) {
            throw invalid(option, "wants a value, not \"" + value + "\"");
        }
        if (option.equals("-m") || option.equals("--mtu")) {
            checkMtu(value);
        }
        return value;
    }

    private static void checkMtu(String value) {
        // pasta(1): at most 65520, zero for none.
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65520) {
            throw new InvalidValueException("mtu", value, "pasta takes 0 to 65520");
        }
    }

    private static InvalidValueException invalid(String option, String reason) {
        return new InvalidValueException("pasta option", option, reason);
    }
}
