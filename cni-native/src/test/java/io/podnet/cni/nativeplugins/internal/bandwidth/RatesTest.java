// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.netns.linux.TokenBucket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatesTest {
    private static Rates of(String json) {
        return Rates.of(ConfigObject.parse(json));
    }

    private static TokenBucket bucket(long bytesPerSecond, long burstBytes) {
        return TokenBucket.of(bytesPerSecond, burstBytes, Duration.ofMillis(25));
    }

    @Test
    void bitsBecomeBytes() {
        Rates rates = of("{\"ingressRate\":8000,\"ingressBurst\":16000,\"egressRate\":8,\"egressBurst\":80}");

        assertThat(rates.ingress()).contains(bucket(1000, 2000));
        assertThat(rates.egress()).contains(bucket(1, 10));
        assertThat(rates.isEmpty()).isFalse();
    }

    @Test
    void eachDirectionIsForItself() {
        Rates in = of("{\"ingressRate\":8000,\"ingressBurst\":16000}");
        assertThat(in.egress()).isEmpty();
        assertThat(in.isEmpty()).isFalse();

        Rates out = of("{\"egressRate\":8000,\"egressBurst\":16000}");
        assertThat(out.ingress()).isEmpty();
        assertThat(out.isEmpty()).isFalse();

        assertThat(of("{}").isEmpty()).isTrue();
    }

    @Test
    void whatTheConfigurationSaysCountsFirst() {
        String runtime = "\"runtimeConfig\":{\"bandwidth\":{\"ingressRate\":8000,\"ingressBurst\":8000}}";

        assertThat(of("{" + runtime + "}").ingress()).contains(bucket(1000, 1000));
        assertThat(of("{\"egressRate\":16000,\"egressBurst\":8000," + runtime + "}")
                        .ingress())
                .isEmpty();
    }

    @Test
    void theMostIsJustBelowWhatTheKernelCounts() {
        long most = 0xffff_ffffL * 8 - 1;
        assertThat(of("{\"ingressRate\":8,\"ingressBurst\":" + most + "}").ingress())
                .isPresent();
        refused(
                "{\"ingressRate\":8,\"ingressBurst\":" + (most + 1) + "}",
                CniErrorCode.INTERNAL,
                "burst cannot be more than 4GB");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 8, rate and burst must not be negative",
        "8, -1, rate and burst must not be negative",
        "8, 0, 'if rate is set, burst must also be set'",
        "0, 8, 'if burst is set, rate must also be set'",
        "7, 8, rate 7 is less than a byte per second",
    })
    void refusesWhatMakesNoSense(long rate, long burst, String why) {
        refused("{\"ingressRate\":" + rate + ",\"ingressBurst\":" + burst + "}", CniErrorCode.INTERNAL, why);
        refused("{\"egressRate\":" + rate + ",\"egressBurst\":" + burst + "}", CniErrorCode.INTERNAL, why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shapedSubnets", "unshapedSubnets"})
    void refusesSubnets(String key) {
        refused(
                "{\"runtimeConfig\":{\"bandwidth\":{\"" + key + "\":[\"10.0.0.0/8\"]}}}",
                CniErrorCode.INVALID_NETWORK_CONFIG,
                "runtimeConfig.bandwidth." + key + " is not supported natively");
    }

    private static void refused(String json, CniErrorCode code, String why) {
        assertThatThrownBy(() -> of(json)).isInstanceOfSatisfying(CniException.class, e -> {
            assertThat(e.code()).isEqualTo(code.number());
            assertThat(e.msg()).isEqualTo(why);
        });
    }
}
