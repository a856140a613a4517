// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.spi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * An object of a configuration. Keys match in any case, and null is the same as nothing, as in plugins written in Go; a
 * value of the wrong type is an error that names its path.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ConfigObject {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String path;
    private final JsonNode node;

    private ConfigObject(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    /**
     * Reads an object.
     *
     * @param json its JSON
     * @return the object
     * @throws CniException code 6 if it is none
     */
    public static ConfigObject parse(String json) {
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw CniException.builder("cni-config-invalid", "the configuration is no JSON: " + e.getOriginalMessage())
                    .code(CniErrorCode.DECODING_FAILURE)
                    .cause(e)
                    .build();
        }
        if (!tree.isObject()) {
            throw invalid("the configuration", "is no object");
        }
        return new ConfigObject("", tree);
    }

    /**
     * Lists the keys that have a value.
     *
     * @return the keys as they are written, in their order
     */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (!each.getValue().isNull()) {
                keys.add(each.getKey());
            }
        }
        return keys;
    }

    /**
     * Tells whether there is a value.
     *
     * @param key its key
     * @return false also for null
     */
    public boolean has(String key) {
        return find(key) != null;
    }

    /**
     * Gives a text.
     *
     * @param key its key
     * @return the text; empty if there is none
     * @throws CniException code 6 if it is something else
     */
    public String string(String key) {
        JsonNode value = find(key);
        return value == null ? "" : text(path(key), value);
    }

    /**
     * Gives a boolean.
     *
     * @param key its key
     * @return the value; false if there is none
     * @throws CniException code 6 if it is something else
     */
    public boolean bool(String key) {
        JsonNode value = find(key);
        if (value != null && !value.isBoolean()) {
            throw invalid(path(key), "is no boolean: " + value);
        }
        return value != null && value.booleanValue();
    }

    /**
     * Gives a whole number.
     *
     * @param key its key
     * @return the number; 0 if there is none
     * @throws CniException code 6 if it is something else
     */
    public long integer(String key) {
        JsonNode value = find(key);
        if (value == null) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw invalid(path(key), "is no whole number: " + value);
        }
        return value.longValue();
    }

    /**
     * Gives a whole number of 32 bits.
     *
     * @param key its key
     * @return the number; 0 if there is none
     * @throws CniException code 6 if it is something else
     */
    public int int32(String key) {
        long value = integer(key);
        if (value != (int) value) {
            throw invalid(path(key), "is too big: " + value);
        }
        return (int) value;
    }

    /**
     * Gives an object.
     *
     * @param key its key
     * @return the object; an empty one if there is none
     * @throws CniException code 6 if it is something else
     */
    public ConfigObject object(String key) {
        JsonNode value = find(key);
        return new ConfigObject(path(key), value == null ? JsonNodeFactory.instance.objectNode() : object(key, value));
    }

    /**
     * Gives a list of objects.
     *
     * @param key its key
     * @return the objects; none if there is no list
     * @throws CniException code 6 if it is something else
     */
    public List<ConfigObject> objects(String key) {
        List<ConfigObject> objects = new ArrayList<>();
        for (JsonNode each : list(path(key), find(key))) {
            objects.add(new ConfigObject(path(key) + "[" + objects.size() + "]", object(key, each)));
        }
        return objects;
    }

    /**
     * Gives a list of lists of objects.
     *
     * @param key its key
     * @return the lists; none if there is none
     * @throws CniException code 6 if it is something else
     */
    public List<List<ConfigObject>> objectLists(String key) {
        List<List<ConfigObject>> lists = new ArrayList<>();
        for (JsonNode inner : list(path(key), find(key))) {
            List<ConfigObject> objects = new ArrayList<>();
            String place = path(key) + "[" + lists.size() + "]";
            for (JsonNode each : list(place, inner)) {
                objects.add(new ConfigObject(place + "[" + objects.size() + "]", object(key, each)));
            }
            lists.add(objects);
        }
        return lists;
    }

    /**
     * Gives the objects that a value consists of: itself, or what is in its lists, and in lists in them.
     *
     * @param key its key
     * @return the objects; none if there is no value, or it holds none
     */
    public List<ConfigObject> within(String key) {
        List<ConfigObject> objects = new ArrayList<>();
        collect(path(key), find(key), objects);
        return objects;
    }

    private static void collect(String place, @Nullable JsonNode value, List<ConfigObject> into) {
        if (value != null && value.isObject()) {
            into.add(new ConfigObject(place, value));
        } else if (value != null && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                collect(place + "[" + i + "]", value.get(i), into);
            }
        }
    }

    /**
     * Gives a list of texts.
     *
     * @param key its key
     * @return the texts; none if there is no list
     * @throws CniException code 6 if it is something else
     */
    public List<String> strings(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : list(path(key), find(key))) {
            texts.add(text(path(key) + "[" + texts.size() + "]", each));
        }
        return texts;
    }

    /**
     * Gives an address.
     *
     * @param key its key
     * @return the address; empty if there is none, or an empty text
     * @throws CniException code 6 if it is something else
     */
    public Optional<InetAddress> address(String key) {
        return read(key, text -> IpAddresses.parse(path(key), text));
    }

    /**
     * Gives an address with the length of its network's prefix.
     *
     * @param key its key
     * @return the prefix, host bits included; empty if there is none, or an empty text
     * @throws CniException code 6 if it is something else
     */
    public Optional<IpPrefix> prefix(String key) {
        return read(key, text -> IpPrefix.parse(path(key), text));
    }

    /** A way to read a text. */
    @FunctionalInterface
    private interface TextReader<T> {
        T read(String text);
    }

    private <T> Optional<T> read(String key, TextReader<T> reader) {
        String text = string(key);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(reader.read(text));
        } catch (InvalidValueException e) {
            throw CniException.builder("cni-config-invalid", e.getMessage())
                    .code(CniErrorCode.DECODING_FAILURE)
                    .cause(e)
                    .build();
        }
    }

    // Exact spelling counts no more than another: in Go the last one in the document wins.
    private @Nullable JsonNode find(String key) {
        JsonNode found = null;
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (each.getKey().equalsIgnoreCase(key)) {
                found = each.getValue();
            }
        }
        return found == null || found.isNull() ? null : found;
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private JsonNode object(String key, JsonNode value) {
        if (!value.isObject()) {
            throw invalid(path(key), "is no object: " + value);
        }
        return value;
    }

    private static Iterable<JsonNode> list(String place, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw invalid(place, "is no list: " + value);
        }
        return value;
    }

    private static String text(String place, JsonNode value) {
        if (!value.isTextual()) {
            throw invalid(place, "is no text: " + value);
        }
        return value.textValue();
    }

    private static CniException invalid(String place, String fault) {
        return CniException.builder("cni-config-invalid", place + " " + fault)
                .code(CniErrorCode.DECODING_FAILURE)
                .build();
    }

    /**
     * Prints the object.
     *
     * @return JSON without blanks
     */
    public String toJson() {
        return node.toString();
    }

    /** Does not print the values: they may be secrets. */
    @Override
    public String toString() {
        return path + keys();
    }
}
