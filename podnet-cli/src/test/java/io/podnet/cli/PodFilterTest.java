// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.NetworkMode;
import io.podnet.api.PodId;
import io.podnet.api.PodInfo;
import io.podnet.api.PodNetwork;
import io.podnet.api.PodState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodFilterTest {
    private static final PodInfo POD = new PodInfo(
            new PodId("ab".repeat(32)),
            "web-1",
            Instant.EPOCH,
            PodState.RUNNING,
            NetworkMode.bridge(),
            Optional.empty(),
            List.of(PodNetwork.of("podnet"), PodNetwork.of("blue")),
            true,
            List.of(),
            List.of(),
            List.of(),
            List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name=web|true",
                "name=db|false",
                "name=db name=eb-|true",
                "name=web network=red|false",
                "network=blue network=red name=web|true",
                "network=blu|false",
                "id=abab|true",
                "id=ba|false",
                "status=running|true",
                "status=stopped|false",
            })
    void sameKeysAreAlternativesOthersMustAllMatch(String filters, boolean matches) {
        List<PodFilter> all = Arrays.stream(filters.split(" "))
                .map(new PodFilter.Converter()::convert)
                .toList();
        assertThat(PodFilter.matches(all, POD)).isEqualTo(matches);
    }
}
