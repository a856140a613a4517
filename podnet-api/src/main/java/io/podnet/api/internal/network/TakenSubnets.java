// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpPrefix;
import io.podnet.cni.NetworkConfigList;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subnets that a new network must stay away from.
 *
 * @param configured those of other networks, and of the host's interfaces: nobody may have one of these twice
 * @param reachable those that the host knows a way to, and those that podman would take: nobody is given one of these, but
 *     whoever asks for one gets it
 */
record TakenSubnets(List<IpPrefix> configured, List<IpPrefix> reachable) {
    private static final Logger LOG = LoggerFactory.getLogger(TakenSubnets.class.getPackageName());
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Podman's default network, which is there without a file. */
    private static final IpPrefix PODMAN = IpPrefix.parse("10.88.0.0/16");

    static TakenSubnets find(List<NetworkConfigList> networks, HostLinks host, Path netavark) {
        List<IpPrefix> configured = new ArrayList<>();
        networks.forEach(each -> configured.addAll(NetworkDescriber.subnets(each)));
        host.addresses().forEach(each -> configured.add(each.network()));
        List<IpPrefix> reachable = new ArrayList<>(host.routes());
        reachable.add(PODMAN);
        reachable.addAll(netavark(netavark));
        return new TakenSubnets(configured, reachable);
    }

    // Where podman keeps the networks of its other backend, as JSON with "subnets": [{"subnet": ...}].
    private static List<IpPrefix> netavark(Path directory) {
        List<IpPrefix> subnets = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return subnets;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
            for (Path file : files) {
                subnets.addAll(netavarkFile(file));
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be read", directory, e);
        }
        return subnets;
    }

    private static List<IpPrefix> netavarkFile(Path file) throws IOException {
        List<IpPrefix> subnets = new ArrayList<>();
        try {
            for (JsonNode each : MAPPER.readTree(Files.readAllBytes(file)).path("subnets")) {
                subnets.add(IpPrefix.parse(each.path("subnet").asText()).network());
            }
        } catch (JsonProcessingException | InvalidValueException e) {
            LOG.debug("{} is no network of netavark", file, e);
        }
        return subnets;
    }
}
