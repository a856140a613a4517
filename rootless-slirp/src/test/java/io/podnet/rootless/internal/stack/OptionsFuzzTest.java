// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.podnet.base.InvalidValueException;
import java.util.List;

/**
 * Feeds anything to what reads options of stacks, a line each. The inputs in the resources are replayed by every build;
 * {@code scripts/fuzz} looks for more.
 */
class OptionsFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void readsAnyOptions(byte[] bytes) {
        List<String> options = new String(bytes, UTF_8).lines().toList();
        try {
            Slirp4netnsOptions read = Slirp4netnsOptions.parse(options);
            assertThat(read.mtu()).isBetween(68, 65521);
            read.cidr().ifPresent(cidr -> assertThat(cidr.length()).isLessThanOrEqualTo(25));
        } catch (InvalidValueException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** What is quoted holds no character that a terminal would take for a command. */
    @FuzzTest(maxDuration = "1m")
    void quotesAnything(byte[] bytes) {
        String quoted = GoText.quote(new String(bytes, UTF_8));
        assertThat(quoted).startsWith("\"").endsWith("\"");
        assertThat(quoted.codePoints().anyMatch(Character::isISOControl)).isFalse();
    }
}
