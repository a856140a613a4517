// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a tap device that is deleted looks like is seen end to end. */
class TapDeviceTest {
    @Test
    void whoHasNoneHasLostNone() {
        assertThat(TapDevice.isGone(ProcessHandle.current().pid())).isFalse();
    }

    @Test
    void whoHasEndedIsNotJudged() {
        assertThat(TapDevice.isGone(Integer.MAX_VALUE)).isFalse();
    }
}
