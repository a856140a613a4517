// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.cni.internal.GoText;
import io.podnet.cni.internal.json.Fields;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.JsonException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * A version of the CNI specification.
 *
 * <p>Read as loosely as libcni reads it: one to three numbers, signs allowed, nothing at all for 0.1.0. Whether results of
 * a version can be read is another question, see {@link #isSupported()}.
 *
 * @param major the first number
 * @param minor the second number, 0 if it was left out
 * @param micro the third number, 0 if it was left out
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CniVersion(int major, int minor, int micro) implements Comparable<CniVersion> {
    /** 0.1.0, what a configuration without a version means. */
    public static final CniVersion V0_1_0 = new CniVersion(0, 1, 0);

    /** 0.2.0, the first with the VERSION verb. */
    public static final CniVersion V0_2_0 = new CniVersion(0, 2, 0);

    /** 0.3.0, the first with chains of plugins. */
    public static final CniVersion V0_3_0 = new CniVersion(0, 3, 0);

    /** 0.3.1. */
    public static final CniVersion V0_3_1 = new CniVersion(0, 3, 1);

    /** 0.4.0, the first with the CHECK verb and with prevResult on DEL. */
    public static final CniVersion V0_4_0 = new CniVersion(0, 4, 0);

    /** 1.0.0. */
    public static final CniVersion V1_0_0 = new CniVersion(1, 0, 0);

    /** 1.1.0, the first with the GC and STATUS verbs. */
    public static final CniVersion V1_1_0 = new CniVersion(1, 1, 0);

    /** All versions whose results this module reads and writes, oldest first. */
    public static final List<CniVersion> SUPPORTED = List.of(V0_1_0, V0_2_0, V0_3_0, V0_3_1, V0_4_0, V1_0_0, V1_1_0);

    /** The newest supported version. */
    public static final CniVersion LATEST = V1_1_0;

    private static final List<String> PART_NAMES = List.of("major", "minor", "micro");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

    /**
     * Reads a version.
     *
     * @param text such as {@code 1.0.0}; empty for 0.1.0
     * @return the version
     * @throws CniException ({@code cni-version-malformed}) if it is none
     */
    public static CniVersion parse(String text) {
        if (text.isEmpty()) {
            return V0_1_0;
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length > PART_NAMES.size()) {
            throw malformed("invalid version " + GoText.quote(text) + ": too many parts", "");
        }
        int[] numbers = new int[PART_NAMES.size()];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = number(parts[i]);
            } catch (NumberFormatException e) {
                throw malformed(
                        "failed to convert " + PART_NAMES.get(i) + " version part " + GoText.quote(parts[i])
                                + ": strconv.Atoi: parsing " + GoText.quote(parts[i]) + ": " + e.getMessage(),
                        "in version " + GoText.quote(text));
            }
        }
        return new CniVersion(numbers[0], numbers[1], numbers[2]);
    }

    // Integer.parseInt alone would take digits of other scripts too. Go reads 64 bits; no version needs them.
    private static int number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new NumberFormatException("invalid syntax");
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new NumberFormatException("value out of range");
        }
    }

    private static CniException malformed(String message, String details) {
        return CniException.builder("cni-version-malformed", message)
                .code(CniErrorCode.INCOMPATIBLE_CNI_VERSION)
                .details(details)
                .build();
    }

    /**
     * Reads the version out of a configuration.
     *
     * @param json a network's or a plugin's configuration
     * @return its {@code cniVersion} as it is written; 0.1.0 if there is none
     * @throws CniException ({@code cni-config-invalid}) if it is no JSON object, or the version is no string
     */
    public static String ofConfig(String json) {
        try {
            String version = Fields.of(Json.asObject(Json.parse(json))).string("cniVersion");
            return version.isEmpty() ? V0_1_0.toString() : version;
        } catch (JsonException e) {
            throw CniException.builder("cni-config-invalid", "decoding version from network config: " + e.getMessage())
                    .code(CniErrorCode.DECODING_FAILURE)
                    .details(e.details())
                    .cause(e)
                    .build();
        }
    }

    /**
     * Lists the supported versions from a given one on.
     *
     * @param first the oldest version to list
     * @return the versions that are not older, oldest first
     */
    public static List<CniVersion> supportedSince(CniVersion first) {
        return SUPPORTED.stream().filter(each -> each.isAtLeast(first)).toList();
    }

    /**
     * Tells whether results of this version can be read, written and converted.
     *
     * @return true for the versions in {@link #SUPPORTED}
     */
    public boolean isSupported() {
        return SUPPORTED.contains(this);
    }

    /**
     * Compares versions.
     *
     * @param other a version
     * @return true if this one is the same or newer
     */
    public boolean isAtLeast(CniVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(CniVersion other) {
        return Arrays.compare(new int[] {major, minor, micro}, new int[] {other.major, other.minor, other.micro});
    }

    /**
     * Prints the three numbers.
     *
     * @return such as {@code 1.0.0}
     */
    @Override
    public String toString() {
        return major + "." + minor + "." + micro;
    }
}
