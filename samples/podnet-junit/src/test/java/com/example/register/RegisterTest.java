// SPDX-License-Identifier: Apache-2.0
package com.example.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.example.register.Replica.NoMajorityException;
import io.podnet.junit.Host;
import io.podnet.junit.Hosts;
import io.podnet.junit.PodnetHosts;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@PodnetHosts({"alpha", "beta", "gamma"})
class RegisterTest {
    private final List<Replica> replicas = new ArrayList<>();

    @BeforeEach
    void start(Hosts hosts) throws Exception {
        for (Host host : hosts) {
            List<InetSocketAddress> others = hosts.all().stream()
                    .filter(other -> other != host)
                    .map(other -> other.at(Replica.PORT))
                    .toList();
            replicas.add(host.call(() -> new Replica(replicas.size(), others)));
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (Replica replica : replicas) {
            replica.close();
        }
    }

    @Test
    void theMajorityGoesOnAndTheMinorityRefuses(Hosts hosts, Host alpha, Host beta, Host gamma) throws Exception {
        alpha.run(() -> replica(0).write("one"));
        assertThat(gamma.call(() -> replica(2).read())).isEqualTo("one");

        hosts.partition(gamma);
        alpha.run(() -> replica(0).write("two"));
        assertThat(beta.call(() -> replica(1).read())).isEqualTo("two");
        assertThatExceptionOfType(NoMajorityException.class)
                .isThrownBy(() -> gamma.run(() -> replica(2).write("three")));
        assertThat(replica(2).local()).isEqualTo("one");

        hosts.heal();
        // It may take a moment: a host that has just looked for another one in vain does not look again at once.
        await().ignoreException(NoMajorityException.class)
                .until(() -> gamma.call(() -> replica(2).read()), "two"::equals);
        assertThat(replica(2).local()).isEqualTo("two");
    }

    @Test
    void aReplicaWhoseCableIsOutCatchesUpWhenItIsBack(Hosts hosts, Host alpha, Host beta, Host gamma) throws Exception {
        gamma.link().cut();
        beta.run(() -> replica(1).write("while gamma was away"));
        assertThat(replica(2).local()).isEmpty();

        gamma.link().heal();
        await().ignoreException(NoMajorityException.class)
                .until(() -> gamma.call(() -> replica(2).read()), "while gamma was away"::equals);
        assertThat(replica(2).local()).isEqualTo("while gamma was away");
    }

    private Replica replica(int index) {
        return replicas.get(index);
    }
}
