package io.podnet.cni.internal.json;

import com.fasterxml.jackson.databind.JsonNode;

/** Prints numbers. */
final class JsonNumbers {
    private JsonNumbers() {}

    static String print(JsonNode number) {
        return number.isIntegralNumber()
                ? number.bigIntegerValue().toString()
                : number.decimalValue().toString();
    }
}
