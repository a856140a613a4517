// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CniArgsTest {
    @Test
    void givesWhatAPluginKnows() {
        CniArgs args = CniArgs.parse("IgnoreUnknown=1;K8S_POD_NAME=web;IP=10.88.0.5;MAC=");

        assertThat(args.only("IP", "MAC", "GATEWAY"))
                .containsExactly(Map.entry("IP", "10.88.0.5"), Map.entry("MAC", ""));
        assertThat(args.value("K8S_POD_NAME")).contains("web");
        assertThat(args.value("GATEWAY")).isEmpty();
        assertThat(args).hasToString("{IgnoreUnknown=1, K8S_POD_NAME=web, IP=10.88.0.5, MAC=}");
        assertThat(CniArgs.parse("").only("IP")).isEmpty();
    }

    @Test
    void refusesWhatAPluginDoesNotKnow() {
        refused(() -> CniArgs.parse("B=1;A=2;IP=::1").only("IP"), "unknown args [A, B]");
        assertThat(CniArgs.parse("IP=::1").only("IP")).containsOnlyKeys("IP");
        assertThat(CniArgs.parse("IgnoreUnknown=0;IP=::1").only("IP")).containsOnlyKeys("IP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "True"})
    void ignoresTheUnknownWhenTold(String yes) {
        assertThat(CniArgs.parse("IgnoreUnknown=" + yes + ";A=2").only("IP")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "false", "False", ""})
    void doesNotIgnoreTheUnknownWhenToldSo(String no) {
        refused(() -> CniArgs.parse("IgnoreUnknown=" + no + ";A=2").only("IP"), "unknown args [A]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "A=1;", ";A=1", "A=1=2", ";"})
    void refusesWhatIsNoPair(String text) {
        refused(() -> CniArgs.parse(text), "invalid pair \"");
    }

    @Test
    void refusesWhatIsNoBoolean() {
        refused(() -> CniArgs.parse("IgnoreUnknown=yes"), "IgnoreUnknown \"yes\" is no boolean");
    }

    private static void refused(Runnable reading, String why) {
        assertThatThrownBy(reading::run).isInstanceOfSatisfying(CniException.class, e -> {
            assertThat(e.code()).isEqualTo(CniErrorCode.INVALID_ENVIRONMENT_VARIABLES.number());
            assertThat(e.msg()).startsWith("CNI_ARGS: " + why);
        });
    }
}
