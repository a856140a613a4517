// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Copies of maps that nobody can change and whose order stays. */
public final class Copies {
    /** Go prints maps sorted by the bytes of their keys, which is the order of code points; UTF-16 order differs. */
    public static final Comparator<String> BY_CODE_POINTS = Copies::compare;

    private Copies() {}

    /** Keeps the order of the map. */
    public static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Sorts the map as Go would. */
    public static <V> SortedMap<String, V> sorted(Map<String, V> map) {
        SortedMap<String, V> copy = new TreeMap<>(BY_CODE_POINTS);
        copy.putAll(map);
        return Collections.unmodifiableSortedMap(copy);
    }

    private static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return rank(a.charAt(i)) - rank(b.charAt(i));
            }
        }
        return a.length() - b.length();
    }

    // Surrogates stand for code points above all other characters.
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
    }
}
