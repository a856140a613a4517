// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import java.util.HashSet;
import java.util.Set;

/**
 * Feeds anything to what reads the lists of nftables. The inputs in the resources are replayed by every build; {@code
 * scripts/fuzz} looks for more.
 */
class ListingFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void readsAnyList(byte[] bytes) {
        Listing listing;
        try {
            listing = Listing.parse(new String(bytes, UTF_8));
        } catch (CniException e) {
            assertThat(e.code()).isEqualTo(CniErrorCode.INTERNAL.number());
            assertThat(e.msg()).startsWith("nftables listed");
            return;
        }
        // Each element is about a pod, a subnet or both: one about neither would stay for ever.
        Set<Element> rest = new HashSet<>(listing.elements());
        rest.removeAll(listing.ofPods());
        assertThat(rest).allMatch(each -> each.subnet().isPresent());
        assertThat(listing.elements().stream().filter(each -> each.subnet().isPresent()))
                .hasSameSizeAs(listing.subnets());
    }
}
