// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.Protocol;
import io.podnet.rootless.RootlessException;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What slirp4netns says to a request: an object that is no error. */
final class SlirpAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path socket;
    private final JsonNode answer;

    private SlirpAnswer(Path socket, JsonNode answer) {
        this.socket = socket;
        this.answer = answer;
    }

    /**
     * Reads an answer.
     *
     * @param socket who gave it, for messages
     * @param text the answer
     * @throws SlirpApi.RefusedException if it is an error
     * @throws RootlessException ({@code rootless-slirp-api}) if it is none that can be used
     */
    static SlirpAnswer read(Path socket, String text) {
        JsonNode answer;
        try {
            answer = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw unusable(socket, text, e);
        }
        if (!answer.isObject()) {
            throw unusable(socket, text, null);
        }
        if (answer.has("error")) {
            throw new SlirpApi.RefusedException(
                    answer.path("error").path("desc").asText(answer.toString()));
        }
        return new SlirpAnswer(socket, answer);
    }

    /** Makes sure that it answers a request for a change. */
    void requireDone() {
        if (!answer.has("return")) {
            throw unusable(socket, answer.toString(), null);
        }
    }

    /** Reads the list of forwards. */
    List<SlirpApi.Entry> entries() {
        // The manual wraps the list in "return"; up to 1.3 the program does not.
        JsonNode entries = answer.has("return") ? answer.path("return").path("entries") : answer.path("entries");
        if (!entries.isArray()) {
            throw unusable(socket, answer.toString(), null);
        }
        List<SlirpApi.Entry> list = new ArrayList<>();
        for (JsonNode entry : entries) {
            try {
                list.add(entry(entry));
            } catch (InvalidValueException e) {
                throw unusable(socket, entry.toString(), e);
            }
        }
        return list;
    }

    private static SlirpApi.Entry entry(JsonNode entry) {
        return new SlirpApi.Entry(
                number(entry, "id"),
                new SlirpApi.HostForward(
                        Protocol.parse(entry.path("proto").asText()),
                        ipv4(entry, "host_addr"),
                        number(entry, "host_port"),
                        ipv4(entry, "guest_addr"),
                        number(entry, "guest_port")));
    }

    // Not asInt(), which takes what is missing for 0 and cuts what is too large: an id says what will be removed.
    private static int number(JsonNode entry, String field) {
        JsonNode number = entry.path(field);
        if (!number.isInt()) {
            throw new InvalidValueException(field, number.toString(), "no whole number");
        }
        return number.intValue();
    }

    private static Inet4Address ipv4(JsonNode entry, String field) {
        if (IpAddresses.parse(field, entry.path(field).asText()) instanceof Inet4Address address) {
            return address;
        }
        throw new InvalidValueException(field, entry.path(field).asText(), "not an IPv4 address");
    }

    private static RootlessException unusable(Path socket, String answer, @Nullable Throwable cause) {
        String shown = answer.length() > 200 ? answer.substring(0, 200) + "..." : answer;
        return SlirpApi.failure(socket, "answers what cannot be used: " + shown, cause);
    }
}
