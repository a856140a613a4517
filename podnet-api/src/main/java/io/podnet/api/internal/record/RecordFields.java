// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the fields of one JSON object of a record; each failure names the field by its whole path. */
final class RecordFields {
    private final JsonNode object;
    private final String path;

    private RecordFields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** Makes a value of a field; may throw whatever the value's own checks throw. */
    interface Reader<T> {
        T read(RecordFields fields) throws RecordException;
    }

    /** Makes a value of a text. */
    interface TextReader<T> {
        T read(String text);
    }

    static RecordFields of(JsonNode object, String path) throws RecordException {
        if (!object.isObject()) {
            throw new RecordException((path.isEmpty() ? "the document" : path) + " is no object");
        }
        return new RecordFields(object, path);
    }

    <T> T text(String field, TextReader<T> reader) throws RecordException {
        JsonNode node = required(field);
        if (!node.isTextual()) {
            throw new RecordException(name(field) + " is no text");
        }
        return convert(name(field), node, reader);
    }

    <T> Optional<T> optionalText(String field, TextReader<T> reader) throws RecordException {
        return object.hasNonNull(field) ? Optional.of(text(field, reader)) : Optional.empty();
    }

    long number(String field) throws RecordException {
        JsonNode node = required(field);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new RecordException(name(field) + " is no whole number");
        }
        return node.longValue();
    }

    boolean flag(String field) throws RecordException {
        JsonNode node = required(field);
        if (!node.isBoolean()) {
            throw new RecordException(name(field) + " is neither true nor false");
        }
        return node.booleanValue();
    }

    <T> T object(String field, Reader<T> reader) throws RecordException {
        return reader.read(of(required(field), name(field)));
    }

    <T> Optional<T> optionalObject(String field, Reader<T> reader) throws RecordException {
        return object.hasNonNull(field) ? Optional.of(object(field, reader)) : Optional.empty();
    }

    <T> List<T> objects(String field, Reader<T> reader) throws RecordException {
        List<T> list = new ArrayList<>();
        for (JsonNode each : array(field)) {
            list.add(reader.read(of(each, name(field) + "[" + list.size() + "]")));
        }
        return list;
    }

    <T> List<T> texts(String field, TextReader<T> reader) throws RecordException {
        List<T> list = new ArrayList<>();
        for (JsonNode each : array(field)) {
            list.add(convert(name(field) + "[" + list.size() + "]", each, reader));
        }
        return list;
    }

    boolean has(String field) {
        return object.hasNonNull(field);
    }

    private JsonNode array(String field) throws RecordException {
        JsonNode node = required(field);
        if (!node.isArray()) {
            throw new RecordException(name(field) + " is no array");
        }
        return node;
    }

    private JsonNode required(String field) throws RecordException {
        if (!object.hasNonNull(field)) {
            throw new RecordException(name(field) + " is missing");
        }
        return object.get(field);
    }

    private static <T> T convert(String name, JsonNode node, TextReader<T> reader) throws RecordException {
        if (!node.isTextual()) {
            throw new RecordException(name + " is no text");
        }
        try {
            return reader.read(node.textValue());
        } catch (RuntimeException e) {
            throw new RecordException(name + ": " + e.getMessage(), e);
        }
    }

    private String name(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
