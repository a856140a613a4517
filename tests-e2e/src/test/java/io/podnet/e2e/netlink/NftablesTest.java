// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.base.InvalidValueException;
import io.podnet.netns.linux.Nftables;
import io.podnet.netns.linux.NftablesException;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes rulesets through the library, and reads them with the nft program. */
@OnPrivateHost
class NftablesTest {
    private static final String TABLE = """
            add table inet podnet
            add set inet podnet pods { type ipv4_addr; }
            add map inet podnet ports { type inet_service : ipv4_addr . inet_service; }
            """;

    private TestNetns alpha;
    private TestNetns beta;

    @BeforeEach
    void makeNamespaces() throws Exception {
        alpha = TestNetns.create("alpha");
        beta = TestNetns.create("beta");
    }

    @AfterEach
    void removeThem() {
        alpha.close();
        beta.close();
    }

    @Test
    void commandsChangeTheNamespaceOfTheThreadAndNoOther() throws Exception {
        String output = in(alpha, nft -> nft.run(TABLE + "add element inet podnet pods { 10.9.0.1 }"));

        assertThat(output).isEmpty();
        assertThat(alpha.sh("nft list ruleset")).contains("table inet podnet", "elements = { 10.9.0.1 }", "map ports");
        assertThat(beta.sh("nft list ruleset")).isEmpty();
    }

    @Test
    void allOfItOrNothing() throws Exception {
        in(alpha, nft -> nft.run(TABLE));
        String before = alpha.sh("nft list ruleset");

        assertThatExceptionOfType(NftablesException.class)
                .isThrownBy(() -> in(
                        alpha,
                        nft -> nft.run("add element inet podnet pods { 10.9.0.1 }\n"
                                + "add chain inet podnet c\n"
                                + "delete element inet podnet pods { 10.9.0.99 }")))
                .withMessage("nft(add element inet podnet pods { 10.9.0.1 } add chain inet podnet c delete element inet"
                        + " podnet pods { 10.9.0.99 }): Could not process rule: No such file or directory")
                .satisfies(e -> {
                    assertThat(e.errors())
                            .startsWith("Error: Could not process rule")
                            .contains("^^^");
                    assertThat(e.errorCode()).isEqualTo("netns-nftables");
                });
        assertThat(alpha.sh("nft list ruleset")).isEqualTo(before);
    }

    @Test
    void jsonGoesInAndComesOut() throws Exception {
        String output = in(alpha, nft -> {
            nft.run(TABLE);
            nft.runJson("{\"nftables\":[{\"add\":{\"element\":{\"family\":\"inet\",\"table\":\"podnet\","
                    + "\"name\":\"pods\",\"elem\":[\"10.9.0.7\"]}}}]}");
            return nft.runJson("list ruleset");
        });

        assertThat(new ObjectMapper().readTree(output))
                .isEqualTo(new ObjectMapper().readTree(alpha.sh("nft --json list ruleset")));
        assertThat(output).contains("\"elem\": [\"10.9.0.7\"]");
        String text = in(alpha, nft -> nft.run("list ruleset"));
        assertThat(text).isEqualTo(alpha.sh("nft --handle list ruleset"));
    }

    @Test
    void refusalsSayWhat() throws Exception {
        in(alpha, nft -> {
            nft.run(TABLE);
            refused(() -> nft.run("add tabel inet x"), "nft(add tabel inet x): syntax error, unexpected inet");
            refused(() -> nft.run("create table inet podnet"), "File exists");
            refused(() -> nft.run("delete table inet nowhere"), "No such file or directory");
            refused(() -> nft.runJson("{\"nftables\":[{\"add\":{\"nonsense\":{}}}]}"), "Unknown object");
            refused(() -> nft.run("add rule inet podnet nochain iif nowhere accept"), "nowhere");
            refused(() -> nft.run("x".repeat(5000)), "...");
            assertThatThrownBy(() -> nft.run("add table inet a\0b")).isInstanceOf(InvalidValueException.class);
            // What was refused does not stick to what comes next.
            return nft.run("add element inet podnet pods { 10.9.0.8 }");
        });
        assertThat(alpha.sh("nft list ruleset")).contains("10.9.0.8");
    }

    @Test
    void aCheckChangesNothing() throws Exception {
        in(alpha, nft -> {
            nft.run(TABLE);
            nft.check("delete table inet podnet");
            refused(() -> nft.check("delete element inet podnet pods { 10.9.0.99 }"), "No such file");
            // And the next one is for real again.
            return nft.run("add element inet podnet pods { 10.9.0.8 }");
        });
        assertThat(alpha.sh("nft list ruleset")).contains("10.9.0.8");
    }

    @Test
    void belongsToItsNamespace() throws Exception {
        try (Nftables nft = alpha.place.call(Nftables::open)) {
            assertThatThrownBy(() -> nft.run("list ruleset"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("belongs to network namespace");
            assertThat(alpha.place.call(() -> nft.run(TABLE))).isEmpty();
            nft.close();
            nft.close();
            assertThatThrownBy(() -> alpha.place.call(() -> nft.run("list ruleset")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }

    /** Links are numbered differently in both namespaces; the library caches numbers for the whole process. */
    @Test
    void manyThreadsInTwoNamespacesDoNotMixUpTheirLinks() throws Exception {
        alpha.sh("ip link add ifb0 index 100 type ifb; ip link add ifb1 index 200 type ifb");
        beta.sh("ip link add ifb0 index 200 type ifb; ip link add ifb1 index 100 type ifb");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            TestNetns netns = thread % 2 == 0 ? alpha : beta;
            String table = "t" + thread;
            all.add(threads.submit(() -> in(netns, nft -> {
                nft.run("add table inet " + table + "; add chain inet " + table + " c");
                for (int round = 0; round < Rounds.of(500); round++) {
                    nft.run("add rule inet " + table + " c iif ifb0 accept");
                }
                return nft.run("list table inet " + table);
            })));
        }
        for (Future<?> each : all) {
            each.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        for (TestNetns netns : List.of(alpha, beta)) {
            assertThat(netns.sh("nft list ruleset"))
                    .contains("iif \"ifb0\" accept")
                    .doesNotContain("ifb1");
        }
    }

    @Test
    void aLongRulesetComesWhole() throws Exception {
        StringBuilder elements = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            elements.append(i == 0 ? "" : ", ")
                    .append("10.")
                    .append(i >> 16)
                    .append('.')
                    .append(i >> 8 & 255)
                    .append('.')
                    .append(i & 255);
        }
        String output = in(alpha, nft -> {
            nft.run(TABLE + "add element inet podnet pods { " + elements + " }");
            return nft.runJson("list set inet podnet pods");
        });
        assertThat(new ObjectMapper().readTree(output).findValue("elem")).hasSize(20_000);
    }

    private interface Work<T> {
        T with(Nftables nft) throws Exception;
    }

    private static <T> T in(TestNetns netns, Work<T> work) throws Exception {
        return netns.place.call(() -> {
            try (Nftables nft = Nftables.open()) {
                return work.with(nft);
            }
        });
    }

    private static void refused(Runnable commands, String message) {
        assertThatExceptionOfType(NftablesException.class)
                .isThrownBy(commands::run)
                .withMessageContaining(message);
    }
}
