// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.RtNetlink;
import io.podnet.netns.linux.Syscalls;
import io.podnet.testkit.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A namespace made by {@code ip netns}, with a socket of ours in it. */
final class TestNetns implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Place place;
    final Descriptor file;
    final RtNetlink rtnl;
    private final String name;

    private TestNetns(String name) throws Exception {
        this.name = name;
        Place.host().run("ip", "netns", "add", name).succeeded();
        Path path = Path.of("/run/netns", name);
        place = Place.inNamespace(path);
        file = Syscalls.open(path, Syscalls.O_RDONLY, 0);
        rtnl = place.call(RtNetlink::open);
    }

    static TestNetns create(String name) throws Exception {
        return new TestNetns(name);
    }

    /** Runs a shell script inside. */
    String sh(String script) {
        return place.run("sh", "-ec", script).succeeded().stdout();
    }

    /** Asks iproute2 inside. */
    JsonNode ip(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "-json", "-Numeric", "-details", "-statistics"));
        command.addAll(List.of(words));
        return JSON.readTree(
                place.run(command.toArray(String[]::new)).succeeded().stdout());
    }

    /** Finds a link that must be there, by our own means. */
    Link link(String linkName) {
        return rtnl.links().find(LinkName.of(linkName)).orElseThrow();
    }

    @Override
    public void close() {
        rtnl.close();
        file.close();
        Place.host().run("ip", "netns", "delete", name).succeeded();
    }
}
