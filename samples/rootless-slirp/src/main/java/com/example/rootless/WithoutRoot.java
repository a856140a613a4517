// SPDX-License-Identifier: Apache-2.0
package com.example.rootless;

import io.podnet.rootless.RootlessNamespace;
import io.podnet.rootless.RootlessNetwork;
import java.util.ArrayList;
import java.util.List;

/** A network for a user without privileges: runs a command in it. */
public class WithoutRoot {
    public static void main(String[] args) throws Exception {
        RootlessNetwork network = RootlessNetwork.builder().build();
        RootlessNamespace namespace = network.ensure(); // starts, finds or repairs it
        try (RootlessNetwork.Supervision supervision = network.supervise()) { // a dead stack is started again
            System.out.println("joined to the outside by " + namespace.stack().orElseThrow());
            List<String> command = new ArrayList<>(namespace.commandPrefix()); // nsenter -t 4711 -U -n -m ...
            command.addAll(List.of(args)); // such as ip -brief address
            new ProcessBuilder(command).inheritIO().start().waitFor();
        }
        network.release(() -> false); // nobody is left
    }
}
