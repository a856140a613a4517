// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.podnet.base.InvalidValueException;
import io.podnet.netns.LinkName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is handed to nft and tc. */
class FaultTextsTest {
    private static final LinkName ETH0 = LinkName.of("eth0");

    @Test
    void lossAndBlockedWaysAreReplacedAsAWhole() {
        assertThat(DropRules.write(
                        Map.of(0, Faults.NONE, 1, Faults.NONE.withLoss(12.5)), List.of(new Way(0, 1), new Way(2, 0))))
                .isEqualTo("""
                add table bridge faults
                delete table bridge faults
                table bridge faults {
                  chain forward {
                    type filter hook forward priority 0; policy accept;
                    iifname "port0" oifname "port1" drop
                    iifname "port2" oifname "port0" drop
                    iifname "port1" numgen random mod 1000000 < 125000 drop
                    oifname "port1" numgen random mod 1000000 < 125000 drop
                  }
                }
                """);
    }

    @Test
    void aGoodNetworkHasNoRules() {
        assertThat(DropRules.write(Map.of(0, Faults.NONE), List.of())).doesNotContain("drop");
    }

    @Test
    void everythingIsLostAtAHundredPercent() {
        assertThat(DropRules.write(Map.of(0, Faults.NONE.withLoss(100)), List.of()))
                .contains("    iifname \"port0\" drop\n");
    }

    @Test
    void aGoodLinkHasTheKernelsOwnDiscipline() {
        assertThat(Shaping.write(ETH0, Faults.NONE))
                .isEqualTo("qdisc replace dev eth0 root pfifo\nqdisc del dev eth0 root\n");
    }

    @Test
    void aLimitIsATokenBucket() {
        assertThat(Shaping.write(ETH0, Faults.NONE.withLimit(10_000_000)))
                .endsWith("\nqdisc add dev eth0 root handle 1: tbf rate 10000000bit burst 12800 limit 137800\n");
        assertThat(Shaping.write(ETH0, Faults.NONE.withLimit(1000)))
                .endsWith("\nqdisc add dev eth0 root handle 1: tbf rate 1000bit burst 12800 limit 25600\n");
    }

    @Test
    void aDelayGoesAboveTheLimit() {
        assertThat(Shaping.write(
                        ETH0, Faults.NONE.withDelay(Duration.ofMillis(20)).withLimit(1_000_000)))
                .contains("qdisc add dev eth0 root handle 1: netem delay 20000us limit 100000\n")
                .contains("qdisc add dev eth0 parent 1:1 handle 2: tbf rate 1000000bit ");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 100.1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesLossThatIsNoPercentage(double percent) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> Faults.NONE.withLoss(percent))
                .withMessage("invalid loss \"" + percent + "\": must be 0 to 100 percent");
    }

    @Test
    void refusesRatesAndDelaysThatCannotBe() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> Faults.NONE.withLimit(999))
                .withMessage("invalid limit \"999\": must be 1000 bits per second or more");
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> Faults.NONE.withDelay(Duration.ofMillis(-1)));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> Faults.NONE.withDelay(Duration.ofHours(1)));
    }
}
