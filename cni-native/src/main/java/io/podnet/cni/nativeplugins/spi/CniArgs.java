// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.spi;

import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apiguardian.api.API;

/**
 * The arguments of {@code CNI_ARGS}: {@code KEY=VALUE} pairs joined by semicolons. A plugin that reads some of them refuses
 * the others, unless {@code IgnoreUnknown} says otherwise, as plugins of libcni do.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CniArgs {
    private static final String IGNORE_UNKNOWN = "IgnoreUnknown";

    private final Map<String, String> pairs;
    private final boolean ignoreUnknown;

    private CniArgs(Map<String, String> pairs) {
        this.pairs = Collections.unmodifiableMap(pairs);
        this.ignoreUnknown = bool(pairs.getOrDefault(IGNORE_UNKNOWN, "false"));
    }

    /**
     * Reads arguments.
     *
     * @param text {@code KEY=VALUE} pairs joined by semicolons; may be empty
     * @return the arguments
     * @throws CniException code 4 if a part is no pair, or {@code IgnoreUnknown} is no boolean
     */
    public static CniArgs parse(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            for (String pair : text.split(";", -1)) {
                String[] parts = pair.split("=", -1);
                if (parts.length != 2) {
                    throw invalid("invalid pair \"" + pair + "\"");
                }
                pairs.put(parts[0], parts[1]);
            }
        }
        return new CniArgs(pairs);
    }

    /**
     * Gives the values of the arguments that a plugin knows.
     *
     * @param known their keys
     * @return those that are there
     * @throws CniException code 4 if there are others, and {@code IgnoreUnknown} is not set
     */
    public Map<String, String> only(String... known) {
        Map<String, String> found = new LinkedHashMap<>(pairs);
        found.keySet().retainAll(Set.of(known));
        Set<String> unknown = new TreeSet<>(pairs.keySet());
        unknown.removeAll(Set.of(known));
        unknown.remove(IGNORE_UNKNOWN);
        if (!ignoreUnknown && !unknown.isEmpty()) {
            throw invalid("unknown args " + unknown);
        }
        return found;
    }

    /**
     * Gives the value of an argument.
     *
     * @param key its key
     * @return the value, if it is there
     */
    public Optional<String> value(String key) {
        return Optional.ofNullable(pairs.get(key));
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "1", "true", "True" -> true;
            case "0", "false", "False", "" -> false;
            default -> throw invalid(IGNORE_UNKNOWN + " \"" + text + "\" is no boolean");
        };
    }

    private static CniException invalid(String msg) {
        return CniException.builder("cni-args-invalid", "CNI_ARGS: " + msg)
                .code(CniErrorCode.INVALID_ENVIRONMENT_VARIABLES)
                .build();
    }

    @Override
    public String toString() {
        return pairs.toString();
    }
}
