// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless;

import io.podnet.base.InvalidValueException;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Which user-mode stack to use and how: what stands behind {@code --network} for a pod with a stack of its own.
 *
 * <pre>{@code
 * StackChoice.parse("slirp4netns:mtu=1500,enable_ipv6=true");
 * StackChoice.parse("pasta:--mtu,1500");
 * }</pre>
 *
 * @param name the stack's name, such as {@code slirp4netns}; empty for the best one that works here
 * @param options what the stack shall do differently, in its own words, the later one wins; checked when it is used
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record StackChoice(String name, List<String> options) {
    /**
     * Copies the options.
     *
     * @param name the stack's name, such as {@code slirp4netns}; empty for the best one that works here
     * @param options what the stack shall do differently, in its own words
     * @throws InvalidValueException if the name holds other characters than letters, digits, dots and dashes
     */
    public StackChoice {
        if (!name.matches("[A-Za-z0-9.-]*")) {
            throw new InvalidValueException("stack name", name, "may hold letters, digits, dots and dashes");
        }
        options = List.copyOf(options);
    }

    /**
     * Chooses the best stack that works here, with its defaults.
     *
     * @return the choice
     */
    public static StackChoice any() {
        return new StackChoice("", List.of());
    }

    /**
     * Reads {@code NAME[:OPTION,...]}, as {@code podman run --network} does.
     *
     * @param text such as {@code slirp4netns:mtu=1500}
     * @return the choice
     * @throws InvalidValueException if there is no name
     */
    public static StackChoice parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        if (name.isEmpty()) {
            throw new InvalidValueException("stack", text, "has no name, want such as \"slirp4netns:mtu=1500\"");
        }
        String options = colon < 0 ? "" : text.substring(colon + 1);
        return new StackChoice(name, options.isEmpty() ? List.of() : List.of(options.split(",", -1)));
    }

    @Override
    public String toString() {
        return options.isEmpty() ? name : name + ":" + String.join(",", options);
    }
}
