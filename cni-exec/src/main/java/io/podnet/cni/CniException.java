// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.base.PodnetException;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Says that something of CNI failed: a configuration, a plugin, a result, the cache.
 *
 * <p>{@link #getMessage()} tells people everything; {@link #msg()}, {@link #details()} and {@link #code()} are the parts
 * of the error as a plugin or libcni would give it.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CniException extends PodnetException {
    private static final long serialVersionUID = 1L;

    /** The CNI error code. */
    private final int code;

    /** What went wrong, without the context. */
    private final String msg;

    /** More about it; may be empty. */
    private final String details;

    /** What a plugin said besides; may be empty. */
    private final String stderr;

    /** The verb, or null. */
    private final @Nullable CniVerb verb;

    /** The plugin's type, or null. */
    private final @Nullable String plugin;

    /** The network's name, or null. */
    private final @Nullable String network;

    /** The attachment, or null. */
    private final @Nullable AttachmentId attachment;

    /** The file at fault, or null. */
    private final @Nullable String file;

    private CniException(Builder from) {
        super(from.errorCode, from.text(), from.cause);
        this.code = from.code;
        this.msg = from.msg;
        this.details = from.details;
        this.stderr = from.stderr;
        this.verb = from.verb;
        this.plugin = from.plugin;
        this.network = from.network;
        this.attachment = from.attachment;
        this.file = from.file == null ? null : from.file.toString();
    }

    /**
     * Starts an exception.
     *
     * @param errorCode what went wrong, for programs: kebab-case, begins with {@code cni-}
     * @param msg what went wrong, for people, without the context that the builder's other methods give
     * @return a builder
     */
    public static Builder builder(String errorCode, String msg) {
        return new Builder(errorCode, msg);
    }

    /**
     * Gives the error code of the specification.
     *
     * @return a plugin's own code or one of {@link CniErrorCode}; 0 if there is none
     */
    public int code() {
        return code;
    }

    /**
     * Gives the error's own text, without the context: the {@code msg} of a plugin's error object.
     *
     * @return the text
     */
    public String msg() {
        return msg;
    }

    /**
     * Gives what a plugin added to its message.
     *
     * @return the details; empty if there are none
     */
    public String details() {
        return details;
    }

    /**
     * Gives what a plugin said on standard error besides its error; the message ends with the last of it.
     *
     * @return the text; empty if there is none
     */
    public String stderr() {
        return stderr;
    }

    /**
     * Names the verb that was being done.
     *
     * @return the verb, if there was one
     */
    public Optional<CniVerb> verb() {
        return Optional.ofNullable(verb);
    }

    /**
     * Names the plugin.
     *
     * @return its type, if one was involved
     */
    public Optional<String> plugin() {
        return Optional.ofNullable(plugin);
    }

    /**
     * Names the network.
     *
     * @return its name, if one was involved
     */
    public Optional<String> network() {
        return Optional.ofNullable(network);
    }

    /**
     * Names the attachment.
     *
     * @return container and interface, if one was involved
     */
    public Optional<AttachmentId> attachment() {
        return Optional.ofNullable(attachment);
    }

    /**
     * Names the file that is at fault.
     *
     * @return the file, if one is
     */
    public Optional<Path> file() {
        return Optional.ofNullable(file).map(Path::of);
    }

    /**
     * Collects what is known about a failure.
     *
     * @since 0.1
     */
    public static final class Builder {
        /** How much of standard error a message shows, in characters; {@link CniException#stderr()} has all. */
        private static final int SHOWN_STDERR = 1000;

        private final String errorCode;
        private final String msg;
        private int code;
        private String details = "";
        private String stderr = "";
        private String prefix = "";
        private @Nullable CniVerb verb;
        private @Nullable String plugin;
        private @Nullable String network;
        private @Nullable AttachmentId attachment;
        private @Nullable Path file;
        private @Nullable Throwable cause;

        private Builder(String errorCode, String msg) {
            this.errorCode = errorCode;
            this.msg = msg;
        }

        /**
         * Sets the code of the specification.
         *
         * @param number the code
         * @return this builder
         */
        public Builder code(int number) {
            this.code = number;
            return this;
        }

        /**
         * Sets the code of the specification.
         *
         * @param name the code
         * @return this builder
         */
        public Builder code(CniErrorCode name) {
            return code(name.number());
        }

        /**
         * Adds details, which follow the message after a semicolon.
         *
         * @param text the details; may be empty
         * @return this builder
         */
        public Builder details(String text) {
            this.details = text;
            return this;
        }

        /**
         * Adds what a plugin said on standard error; the last of it follows the details.
         *
         * @param text the text; may be empty
         * @return this builder
         */
        public Builder stderr(String text) {
            this.stderr = text;
            return this;
        }

        /**
         * Puts a text before the message, such as {@code plugin type="bridge" failed (add)}; a colon follows it.
         *
         * @param text the text
         * @return this builder
         */
        public Builder prefix(String text) {
            this.prefix = text;
            return this;
        }

        /**
         * Names the verb.
         *
         * @param value the verb
         * @return this builder
         */
        public Builder verb(CniVerb value) {
            this.verb = value;
            return this;
        }

        /**
         * Names the plugin.
         *
         * @param type its type
         * @return this builder
         */
        public Builder plugin(String type) {
            this.plugin = type;
            return this;
        }

        /**
         * Names the network.
         *
         * @param name its name
         * @return this builder
         */
        public Builder network(String name) {
            this.network = name;
            return this;
        }

        /**
         * Names the attachment.
         *
         * @param id container and interface
         * @return this builder
         */
        public Builder attachment(AttachmentId id) {
            this.attachment = id;
            return this;
        }

        /**
         * Names the file at fault; it stands before a message that does not name it.
         *
         * @param path the file
         * @return this builder
         */
        public Builder file(Path path) {
            this.file = path;
            return this;
        }

        /**
         * Adds what caused the failure.
         *
         * @param throwable the cause
         * @return this builder
         */
        public Builder cause(Throwable throwable) {
            this.cause = throwable;
            return this;
        }

        /**
         * Makes the exception.
         *
         * @return an exception, to be thrown
         */
        public CniException build() {
            return new CniException(this);
        }

        private String text() {
            StringBuilder text = new StringBuilder();
            if (file != null && !msg.contains(file.toString())) {
                text.append(file).append(": ");
            }
            if (!prefix.isEmpty()) {
                text.append(prefix).append(": ");
            }
            text.append(msg);
            if (!details.isEmpty()) {
                text.append("; ").append(details);
            }
            String said = stderr.strip();
            if (!said.isEmpty()) {
                int from = Math.max(0, said.length() - SHOWN_STDERR);
                text.append("; standard error: ").append(from == 0 ? "" : "...").append(said, from, said.length());
            }
            return text.toString();
        }
    }
}
