// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * Checks names as libcni checks them before ADD, with its texts and codes.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CniNames {
    /** The longest interface name in bytes: IFNAMSIZ of linux/if.h without the final NUL. */
    private static final int LONGEST_IF_NAME = 15;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.\\-]*");

    private CniNames() {}

    /**
     * Checks a container id: a letter or digit, then letters, digits, {@code _}, {@code .} and {@code -}.
     *
     * @param containerId the id
     * @return the same id
     * @throws CniException with code 3 if it is empty, with code 4 if it has other characters
     */
    public static String checkContainerId(String containerId) {
        if (containerId.isEmpty()) {
            throw invalid(CniErrorCode.UNKNOWN_CONTAINER, "missing containerID", "");
        }
        if (!NAME.matcher(containerId).matches()) {
            throw invalid(CniErrorCode.INVALID_ENVIRONMENT_VARIABLES, "invalid characters in containerID", containerId);
        }
        return containerId;
    }

    /**
     * Checks a network's name: a letter or digit, then letters, digits, {@code _}, {@code .} and {@code -}.
     *
     * @param networkName the name
     * @return the same name
     * @throws CniException with code 7 if it is empty or has other characters
     */
    public static String checkNetworkName(String networkName) {
        if (networkName.isEmpty()) {
            throw invalid(CniErrorCode.INVALID_NETWORK_CONFIG, "missing network name:", "");
        }
        if (!NAME.matcher(networkName).matches()) {
            throw invalid(CniErrorCode.INVALID_NETWORK_CONFIG, "invalid characters found in network name", networkName);
        }
        return networkName;
    }

    /**
     * Checks an interface name: 1 to 15 bytes of UTF-8, neither {@code .} nor {@code ..}, without slash, colon and white
     * space.
     *
     * @param ifName the name
     * @return the same name
     * @throws CniException with code 4 if it is not so
     */
    public static String checkIfName(String ifName) {
        if (ifName.isEmpty()) {
            throw invalid(CniErrorCode.INVALID_ENVIRONMENT_VARIABLES, "interface name is empty", "");
        }
        if (ifName.getBytes(StandardCharsets.UTF_8).length > LONGEST_IF_NAME) {
            throw invalid(
                    CniErrorCode.INVALID_ENVIRONMENT_VARIABLES,
                    "interface name is too long",
                    "interface name should be less than " + (LONGEST_IF_NAME + 1) + " characters");
        }
        if (ifName.equals(".") || ifName.equals("..")) {
            throw invalid(CniErrorCode.INVALID_ENVIRONMENT_VARIABLES, "interface name is . or ..", "");
        }
        if (ifName.codePoints().anyMatch(c -> c == '/' || c == ':' || isWhiteSpace(c))) {
            throw invalid(
                    CniErrorCode.INVALID_ENVIRONMENT_VARIABLES,
                    "interface name contains / or : or whitespace characters",
                    "");
        }
        return ifName;
    }

    // Unicode's White_Space property, which Go's unicode.IsSpace tests: Character.isWhitespace leaves out U+0085,
    // U+00A0,
    // U+2007 and U+202F, and adds U+001C to U+001F.
    private static boolean isWhiteSpace(int c) {
        return (c >= 0x09 && c <= 0x0d) || c == 0x85 || Character.isSpaceChar(c);
    }

    private static CniException invalid(CniErrorCode code, String msg, String details) {
        return CniException.builder("cni-name-invalid", msg)
                .code(code)
                .details(details)
                .build();
    }
}
