// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.IpPrefix;
import io.podnet.cni.spi.NamespaceStandIn;
import io.podnet.cni.spi.PluginCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DEL of plugins that look at an interface which is not there any more. */
class LostInterfaceTest extends ClientFixture {
    private static final Path STAND_IN = Path.of("/proc/4711/ns/net");
    private static final String RESULT = "{\"cniVersion\":\"1.0.0\",\"interfaces\":[{\"name\":\"cni0\"},"
            + "{\"name\":\"eth0\",\"sandbox\":\"/x\"}],\"ips\":[{\"address\":\"10.1.0.1/24\",\"interface\":0},"
            + "{\"address\":\"10.1.0.2/24\",\"interface\":1},{\"address\":\"fd01::2/64\",\"interface\":1}]}";

    private final List<String> asked = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private boolean isLost = true;
    private @Nullable IOException fault;
    private Path netns;
    private CniClient cni;

    /** A backend whose namespaces have lost what the test says. */
    private final FakeInvoker invoker =
            new FakeInvoker("fake", 100, Set.of("masquerading", "plain"), call -> {
                events.add(call.verb() + " " + call.type() + " in " + call.netns());
                return FakeInvoker.success(call.verb() == CniVerb.ADD ? RESULT : "");
            }) {
                @Override
                public Optional<NamespaceStandIn> standIn(@Nullable Path lost, String ifName, List<IpPrefix> addresses)
                        throws IOException {
                    asked.add(lost + " " + ifName + " " + addresses);
                    if (fault != null) {
                        throw fault;
                    }
                    return isLost ? Optional.of(new NoNamespace()) : Optional.empty();
                }
            };

    private final class NoNamespace implements NamespaceStandIn {
        @Override
        public Path netns() {
            return STAND_IN;
        }

        @Override
        public void close() {
            events.add("closed");
        }
    }

    @BeforeEach
    void attach() throws IOException {
        netns = Files.createSymbolicLink(directory.resolve("netns"), LIVE);
        cni = client().invokers(List.of(invoker)).build();
        cni.add(network(), attachment());
        events.clear();
    }

    private NetworkConfigList network() {
        return NetworkConfigList.parse("{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"plugins\":["
                + "{\"type\":\"masquerading\",\"ipMasq\":true},{\"type\":\"plain\",\"ipMasq\":false}]}");
    }

    private Attachment attachment() {
        return Attachment.builder("c0ffee", netns).build();
    }

    @Test
    void pluginsThatLookAtTheInterfaceAreShownItsAddressesWhenTheNamespaceIsGone() throws IOException {
        Files.delete(netns);
        cni.delete(network(), attachment());
        assertThat(asked).containsExactly("null eth0 [10.1.0.2/24, fd01::2/64]");
        assertThat(events).containsExactly("DEL plain in ", "DEL masquerading in " + STAND_IN, "closed");
        assertThat(last().config()).contains("\"prevResult\"");
    }

    @Test
    void theRealNamespaceIsServedFirstWhereTheInterfaceIsLost() {
        cni.delete(network(), attachment());
        assertThat(asked).containsExactly(netns + " eth0 [10.1.0.2/24, fd01::2/64]");
        assertThat(events)
                .containsExactly(
                        "DEL plain in " + netns,
                        "DEL masquerading in " + netns,
                        "DEL masquerading in " + STAND_IN,
                        "closed");
    }

    @Test
    void nothingIsMadeUpWhereNothingIsLost() {
        isLost = false;
        cni.delete(network(), attachment());
        assertThat(events).containsExactly("DEL plain in " + netns, "DEL masquerading in " + netns);
    }

    @Test
    void whereNoneCanBeMadeDeleteGoesOn() throws IOException {
        fault = new IOException("no privileges");
        Files.delete(netns);
        cni.delete(network(), attachment());
        assertThat(events).containsExactly("DEL plain in ", "DEL masquerading in ");
        assertThat(cni.attachments()).isEmpty();
    }

    @Test
    void libcnisWayMakesNothingUp() throws IOException {
        Files.delete(netns);
        client().mode(CniMode.LIBCNI).invokers(List.of(invoker)).build().delete(network(), attachment());
        assertThat(asked).isEmpty();
        assertThat(events).containsExactly("DEL plain in " + netns, "DEL masquerading in " + netns);
    }

    private PluginCall last() {
        return invoker.calls.get(invoker.calls.size() - 1);
    }
}
