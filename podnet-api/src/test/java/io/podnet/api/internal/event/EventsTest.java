// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.PodId;
import io.podnet.api.PodnetEvent;
import io.podnet.api.PodnetEvent.NetworkConnected;
import io.podnet.api.PodnetEvent.PluginCalled;
import io.podnet.api.PodnetEvent.PodCreated;
import io.podnet.api.spi.PodnetListener;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniVerb;
import io.podnet.cni.spi.PluginListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsTest {
    private static final PodId POD = PodId.random();

    private final List<PodnetEvent> told = new ArrayList<>();

    @Test
    void everyListenerIsTold() {
        Instant before = Instant.now();
        List<PodnetEvent> second = new ArrayList<>();
        new Events(List.of(told::add, second::add)).podCreated(POD, "web");
        assertThat(told).singleElement().isInstanceOfSatisfying(PodCreated.class, event -> {
            assertThat(event.pod()).isEqualTo(POD);
            assertThat(event.name()).isEqualTo("web");
            assertThat(event.time()).isBetween(before, Instant.now());
        });
        assertThat(second).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                NoClassDefFoundError.class,
                AssertionError.class,
                StackOverflowError.class
            })
    void aListenerThatThrowsBreaksNothing(Class<? extends Throwable> thrown) throws Exception {
        Throwable problem = thrown.getDeclaredConstructor().newInstance();
        PodnetListener broken = event -> throwIt(problem);
        new Events(List.of(broken, told::add)).networkConnected(POD, "web", "podnet", "eth0");
        assertThat(told).singleElement().isInstanceOf(NetworkConnected.class);
    }

    private static void throwIt(Throwable problem) {
        if (problem instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) problem;
    }

    @Test
    void aPluginCallIsToldWithItsOutcome() {
        AttachmentId eth0 = new AttachmentId(POD.value(), "eth0");
        new Events(List.of(told::add))
                .pluginCalled(new PluginListener.Event(
                        "bridge",
                        CniVerb.ADD,
                        "podnet",
                        Optional.of(eth0),
                        "exec",
                        Duration.ofMillis(65),
                        "",
                        Optional.of("no luck")));
        assertThat(told).singleElement().isInstanceOfSatisfying(PluginCalled.class, event -> {
            assertThat(event.plugin()).isEqualTo("bridge");
            assertThat(event.verb()).isEqualTo(CniVerb.ADD);
            assertThat(event.network()).isEqualTo("podnet");
            assertThat(event.attachment()).contains(eth0);
            assertThat(event.took()).isEqualTo(Duration.ofMillis(65));
            assertThat(event.failure()).contains("no luck");
        });
    }
}
