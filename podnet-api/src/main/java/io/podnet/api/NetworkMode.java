// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.InvalidValueException;
import io.podnet.rootless.StackChoice;
import org.apiguardian.api.API;

/**
 * How a pod gets its network, in podman's words.
 *
 * <pre>{@code
 * NetworkMode.bridge();                                  // a namespace of its own, on networks
 * NetworkMode.parse("slirp4netns:mtu=1500");             // one of its own, with a user-mode stack
 * NetworkMode.ofPod("web");                              // that of another pod
 * }</pre>
 *
 * <p><b>Threads</b>: immutable.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface NetworkMode {
    /**
     * A namespace of its own, attached to networks.
     *
     * @since 0.1
     */
    record Bridge() implements NetworkMode {
        @Override
        public String toString() {
            return "bridge";
        }
    }

    /**
     * A namespace of its own, with what is usual for the user: root's pods are in mode bridge, a plain user's have a
     * stack of their own. A pod that was created is never in this mode.
     *
     * @since 0.1
     */
    record Private() implements NetworkMode {
        @Override
        public String toString() {
            return "private";
        }
    }

    /**
     * A namespace of its own, with nothing but the loopback.
     *
     * @since 0.1
     */
    record None() implements NetworkMode {
        @Override
        public String toString() {
            return "none";
        }
    }

    /**
     * The host's namespace.
     *
     * @since 0.1
     */
    record Host() implements NetworkMode {
        @Override
        public String toString() {
            return "host";
        }
    }

    /**
     * A namespace of its own, joined to the outside by a user-mode stack that serves it alone.
     *
     * @param choice which stack, and how; its options are checked when the pod is started
     * @since 0.1
     */
    record Stack(StackChoice choice) implements NetworkMode {
        @Override
        public String toString() {
            return choice.toString();
        }
    }

    /**
     * A namespace that somebody else made; podnet neither wires nor removes it.
     *
     * @param file the file that leads to it, absolute
     * @since 0.1
     */
    record Path(java.nio.file.Path file) implements NetworkMode {
        /**
         * Checks the file's name.
         *
         * @param file the file that leads to the namespace
         * @throws InvalidValueException if it is not absolute
         */
        public Path {
            if (!file.isAbsolute()) {
                throw new InvalidValueException("network mode", "ns:" + file, "the path must be absolute");
            }
        }

        @Override
        public String toString() {
            return "ns:" + file;
        }
    }

    /**
     * The namespace of another pod.
     *
     * @param nameOrId that pod; its id once the pod that shares it was created
     * @since 0.1
     */
    record Pod(String nameOrId) implements NetworkMode {
        @Override
        public String toString() {
            return "pod:" + nameOrId;
        }
    }

    /**
     * Gives a namespace of its own, attached to networks.
     *
     * @return the mode
     */
    static NetworkMode bridge() {
        return new Bridge();
    }

    /**
     * Gives a namespace of its own, with what is usual for the user.
     *
     * @return the mode
     */
    static NetworkMode ofOwn() {
        return new Private();
    }

    /**
     * Gives a namespace of its own, with nothing in it.
     *
     * @return the mode
     */
    static NetworkMode none() {
        return new None();
    }

    /**
     * Gives the host's namespace.
     *
     * @return the mode
     */
    static NetworkMode host() {
        return new Host();
    }

    /**
     * Gives a namespace of its own with a user-mode stack.
     *
     * @param choice which stack, and how
     * @return the mode
     */
    static NetworkMode ofStack(StackChoice choice) {
        return new Stack(choice);
    }

    /**
     * Gives a namespace that somebody else made.
     *
     * @param file the file that leads to it, absolute
     * @return the mode
     * @throws InvalidValueException if it is not absolute
     */
    static NetworkMode ofPath(java.nio.file.Path file) {
        return new Path(file);
    }

    /**
     * Gives the namespace of another pod.
     *
     * @param nameOrId that pod
     * @return the mode
     */
    static NetworkMode ofPod(String nameOrId) {
        return new Pod(nameOrId);
    }

    /**
     * Reads a mode: {@code bridge}, {@code private}, {@code none}, {@code host}, {@code slirp4netns[:OPTIONS]},
     * {@code pasta[:OPTIONS]}, {@code ns:PATH}, {@code pod:NAME} or, as podman says it, {@code container:NAME}.
     *
     * @param text the mode
     * @return the mode
     * @throws InvalidValueException if it is none of these
     */
    static NetworkMode parse(String text) {
        return NetworkModeParser.find(text)
                .orElseThrow(() -> new InvalidValueException(
                        "network mode",
                        text,
                        "want bridge, private, none, host, slirp4netns, pasta, ns:PATH or pod:NAME"));
    }

    /**
     * Tells whether pods in this mode are attached to networks.
     *
     * @return true in mode bridge
     */
    default boolean isBridge() {
        return this instanceof Bridge;
    }

    /**
     * Prints the mode as {@link #parse} reads it.
     *
     * @return the mode
     */
    @Override
    String toString();
}
