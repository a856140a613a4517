// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviours U01 to U12: names as libcni's pkg/utils checks them, texts and codes included. */
class CniNamesTest {
    private static final int UNKNOWN_CONTAINER = 3;
    private static final int BAD_ENVIRONMENT = 4;
    private static final int BAD_CONFIG = 7;

    private static void refused(ThrowingCallable check, int code, String msg, String details) {
        assertThatThrownBy(check)
                .asInstanceOf(type(CniException.class))
                .returns(code, CniException::code)
                .returns(msg, CniException::msg)
                .returns(details, CniException::details)
                .returns("cni-name-invalid", CniException::errorCode);
    }

    @Test
    void u01_refusesAnEmptyContainerId() {
        refused(() -> CniNames.checkContainerId(""), UNKNOWN_CONTAINER, "missing containerID", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_abc", "-abc", ".abc", "a/b", "a b", "abc\n", "\nabc", "ä", "a\u0000", "a%", "a:b"})
    void u02_refusesABadContainerId(String id) {
        refused(() -> CniNames.checkContainerId(id), BAD_ENVIRONMENT, "invalid characters in containerID", id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "c0ffee", "Some_Container.id-0", "cnitool-06764685d3ca33d62d1e"})
    void u03_takesAGoodContainerId(String id) {
        assertThat(CniNames.checkContainerId(id)).isSameAs(id);
        assertThat(CniNames.checkContainerId(id.repeat(1000))).hasSize(1000 * id.length());
    }

    @Test
    void u04_refusesAnEmptyNetworkName() {
        refused(() -> CniNames.checkNetworkName(""), BAD_CONFIG, "missing network name:", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_net", "net work", "net\n", "../net", "net/work", "nëtwork", ".", ".."})
    void u05_refusesABadNetworkName(String name) {
        refused(() -> CniNames.checkNetworkName(name), BAD_CONFIG, "invalid characters found in network name", name);
    }

    @Test
    void u06_takesAGoodNetworkName() {
        assertThat(CniNames.checkNetworkName("my_net.work-1")).isEqualTo("my_net.work-1");
    }

    @Test
    void u07_refusesAnEmptyInterfaceName() {
        refused(() -> CniNames.checkIfName(""), BAD_ENVIRONMENT, "interface name is empty", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890123456", "ääääääää"})
    void u08_refusesAnInterfaceNameOfMoreThan15Bytes(String name) {
        refused(
                () -> CniNames.checkIfName(name),
                BAD_ENVIRONMENT,
                "interface name is too long",
                "interface name should be less than 16 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void u09_refusesDots(String name) {
        refused(() -> CniNames.checkIfName(name), BAD_ENVIRONMENT, "interface name is . or ..", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "eth/0", "eth:0", ":"})
    void u10_refusesSlashesAndColons(String name) {
        refused(
                () -> CniNames.checkIfName(name),
                BAD_ENVIRONMENT,
                "interface name contains / or : or whitespace characters",
                "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ", "eth 0", "eth0\n", "\t", "a\u0085", "a\u00a0", "a\u1680", "a\u2007", "a\u2028", "a\u202f",
                "a\u3000"
            })
    void u11_refusesWhiteSpace(String name) {
        refused(
                () -> CniNames.checkIfName(name),
                BAD_ENVIRONMENT,
                "interface name contains / or : or whitespace characters",
                "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth0", "123456789012345", "...", "äääääää", "net1@2", "a\u001c", "a\u200b", "-"})
    void u12_takesTheRest(String name) {
        assertThat(CniNames.checkIfName(name)).isSameAs(name);
    }
}
