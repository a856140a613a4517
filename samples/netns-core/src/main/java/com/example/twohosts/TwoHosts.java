// SPDX-License-Identifier: Apache-2.0
package com.example.twohosts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.podnet.base.IpPrefix;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkName;
import io.podnet.netns.Namespaces;
import io.podnet.netns.Netns;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Two hosts and a link between them, in one JVM. */
public class TwoHosts {
    public static void main(String[] args) throws Exception {
        try (Namespaces namespaces = Namespaces.open();
                Netns left = namespaces.createAnonymous();
                Netns right = namespaces.createAnonymous()) {
            LinkName eth0 = LinkName.of("eth0");
            left.links().createVeth(eth0, right, eth0); // a cable, with an end in each
            left.links().addAddress(eth0, LinkAddress.of(IpPrefix.parse("10.0.0.1/24")));
            right.links().addAddress(eth0, LinkAddress.of(IpPrefix.parse("10.0.0.2/24")));
            left.links().up(eth0);
            right.links().up(eth0);

            // The lambda runs inside, on a thread of its own; the socket stays inside, whoever uses it.
            try (ServerSocket server = right.call(() -> new ServerSocket(80));
                    Socket client = left.call(() -> new Socket(InetAddress.getByName("10.0.0.2"), 80));
                    Socket accepted = server.accept()) {
                accepted.getOutputStream().write("hello from the other host\n".getBytes(UTF_8));
                accepted.close();
                System.out.print(new String(client.getInputStream().readAllBytes(), UTF_8));
            }
        } // nothing has a name, so nothing is left
    }
}
