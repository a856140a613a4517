// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.cni.internal.GoText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads all networks of a directory by the rules of ocicni's loadNetworks. */
final class NetworksReader {
    private final Path directory;
    private final Consumer<? super NetworkConfigList> check;

    NetworksReader(Path directory, Consumer<? super NetworkConfigList> check) {
        this.directory = directory;
        this.check = check;
    }

    Networks read(Optional<String> defaultName) {
        Map<String, Path> files = new HashMap<>();
        List<NetworkConfigList> networks = new ArrayList<>();
        List<CniException> problems = new ArrayList<>();
        try {
            for (Path file : ConfigFiles.in(directory, ConfigFiles.ALL)) {
                try {
                    NetworkConfigList network = read(file);
                    Path first = files.putIfAbsent(network.name(), file);
                    if (first != null) {
                        throw CniException.builder(
                                        "cni-network-duplicate",
                                        "network " + GoText.quote(network.name()) + " is that of " + first.getFileName()
                                                + " already")
                                .code(CniErrorCode.INVALID_NETWORK_CONFIG)
                                .network(network.name())
                                .file(file)
                                .build();
                    }
                    networks.add(network);
                } catch (CniException e) {
                    problems.add(e);
                }
            }
        } catch (CniException e) {
            problems.add(e);
        }
        return new Networks(networks, problems, defaultName);
    }

    private NetworkConfigList read(Path file) {
        NetworkConfigList network = NetworkConfigList.loadFile(file);
        if (network.name().isEmpty()) {
            network = NetworkConfigParser.rename(network, String.valueOf(file.getFileName()));
        }
        try {
            CniNames.checkNetworkName(network.name());
            check.accept(network);
            return network;
        } catch (CniException e) {
            throw CniException.builder(e.errorCode(), e.msg())
                    .code(e.code())
                    .details(e.details())
                    .network(network.name())
                    .file(file)
                    .cause(e)
                    .build();
        }
    }
}
