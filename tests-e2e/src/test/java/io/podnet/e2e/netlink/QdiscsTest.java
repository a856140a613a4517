// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Qdisc;
import io.podnet.netns.linux.QdiscRequests;
import io.podnet.netns.linux.TokenBucket;
import io.podnet.testkit.OnPrivateHost;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits links, and lets tc say what it sees. */
@OnPrivateHost
class QdiscsTest {
    private static final TokenBucket LIMIT = TokenBucket.of(1_000_000, 125_000, Duration.ofMillis(25));

    private TestNetns netns;
    private QdiscRequests qdiscs;
    private int v0;
    private int ifb;

    @BeforeEach
    void makeLinks() throws Exception {
        netns = TestNetns.create("alpha");
        qdiscs = netns.rtnl.qdiscs();
        netns.sh("ip link add v0 up type veth peer name v1");
        v0 = netns.link("v0").index();
        ifb = netns.rtnl
                .links()
                .createIfb(LinkSettings.named(LinkName.of("ifb7")).up());
    }

    @AfterEach
    void removeThem() {
        netns.close();
    }

    @Test
    void whatALinkSends() throws Exception {
        qdiscs.limit(v0, LIMIT);

        JsonNode seen = tc("qdisc", "show", "dev", "v0").path(0);
        assertThat(seen.path("kind").asText()).isEqualTo("tbf");
        assertThat(seen.path("handle").asText()).isEqualTo("1:");
        assertThat(seen.path("options").path("rate").asLong()).isEqualTo(1_000_000);
        assertThat(seen.path("options").path("burst").asLong()).isEqualTo(125_000);
        assertThat(qdiscs.list(v0)).singleElement().satisfies(qdisc -> {
            assertThat(qdisc.kind()).isEqualTo("tbf");
            assertThat(qdisc.tokenBucket()).contains(LIMIT);
        });
        refused(() -> qdiscs.limit(v0, LIMIT), Errno.EEXIST);

        qdiscs.unlimit(v0);
        assertThat(qdiscs.list(v0)).extracting(Qdisc::kind).doesNotContain("tbf");
        refused(() -> qdiscs.unlimit(v0), Errno.ENOENT);
    }

    @Test
    void ratesBeyondThirtyTwoBits() throws Exception {
        TokenBucket fast = TokenBucket.of(10_000_000_000L, 100_000_000, Duration.ofMillis(1));
        qdiscs.limit(v0, fast);

        assertThat(tc("qdisc", "show", "dev", "v0")
                        .path(0)
                        .path("options")
                        .path("rate")
                        .asLong())
                .isEqualTo(10_000_000_000L);
        assertThat(qdiscs.list(v0).get(0).tokenBucket()).contains(fast);
    }

    @Test
    void whatALinkReceives() throws Exception {
        assertThat(qdiscs.receivedGoesTo(v0)).isEmpty();

        qdiscs.redirectReceived(v0, ifb);

        assertThat(qdiscs.receivedGoesTo(v0)).hasValue(ifb);
        assertThat(netns.sh("tc filter show dev v0 ingress"))
                .contains(
                        "protocol all pref 1 u32",
                        "match 00000000/00000000",
                        "Egress Redirect to device ifb7",
                        "stolen");
        assertThat(qdiscs.list(v0)).extracting(Qdisc::kind).contains("ingress");
        assertThat(qdiscs.receivedGoesTo(ifb)).isEmpty();
        refused(() -> qdiscs.redirectReceived(v0, ifb), Errno.EEXIST);
        // The packets really take that way.
        netns.sh("ip link set v1 up; ip address add 10.9.0.1/24 dev v1; bash -c 'echo >/dev/udp/10.9.0.2/7'");
        assertThat(netns.rtnl
                        .links()
                        .findDetails(ifb)
                        .orElseThrow()
                        .statistics()
                        .orElseThrow()
                        .rxPackets())
                .isPositive();
    }

    @Test
    void aLinkThatIsNotThere() {
        refused(() -> qdiscs.limit(4711, LIMIT), Errno.ENODEV);
        refused(() -> qdiscs.redirectReceived(4711, ifb), Errno.ENODEV);
        assertThat(qdiscs.list(4711)).isEmpty();
    }

    private JsonNode tc(String... words) throws Exception {
        return new ObjectMapper().readTree(netns.sh("tc -json " + String.join(" ", words)));
    }

    private static void refused(Runnable request, Errno errno) {
        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(request::run)
                .matches(e -> e.is(errno), "is " + errno);
    }
}
