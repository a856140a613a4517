// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netns;

import io.podnet.base.MacAddress;
import io.podnet.base.ProcessIdentity;
import io.podnet.netns.LinkName;
import io.podnet.netns.Links;
import io.podnet.netns.Namespaces;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsException;
import io.podnet.netns.NetnsName;
import io.podnet.netns.Scope;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that a plain user runs, for {@link PrivilegesTest}. */
final class Unprivileged {
    private static final NetnsName BLUE = NetnsName.of("blue");

    private Unprivileged() {}

    /**
     * Tries things.
     *
     * @param arguments "refusals" and a backend, or "holder" and a runtime directory
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("refusals")) {
            refusals(arguments[1]);
        } else {
            holder(Path.of(arguments[1]));
        }
    }

    private static void refusals(String backend) {
        try (Namespaces namespaces = Namespaces.builder()
                .backend(backend)
                .directory(Path.of("/run/netns"))
                .open()) {
            List<Runnable> all = List.of(
                    () -> namespaces.create(BLUE),
                    namespaces::createAnonymous,
                    () -> namespaces.open(NetnsName.of("outside")).links().list());
            for (Runnable each : all) {
                try {
                    each.run();
                    System.out.println("done");
                } catch (NetnsException e) {
                    System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
                }
            }
        }
    }

    private static void holder(Path runtime) throws Exception {
        Process process = new ProcessBuilder(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--net",
                        "--mount",
                        "--propagation",
                        "slave",
                        "sleep",
                        "60")
                .redirectError(Redirect.INHERIT)
                .start();
        Path host = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"));
        while (Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/mnt"))
                .equals(host)) {
            Thread.sleep(10);
        }
        Scope scope = Scope.holder(ProcessIdentity.of(process.pid()).orElseThrow());
        try (Namespaces namespaces = Namespaces.builder()
                        .scope(scope)
                        .directory(runtime.resolve("netns"))
                        .open();
                Netns outer = namespaces.current();
                Netns blue = namespaces.create(BLUE)) {
            System.out.println(namespaces.list());
            outer.links().createVeth(LinkName.of("veth0"), blue, LinkName.of("eth0"));
            Links links = blue.links();
            links.setMacAddress(LinkName.of("eth0"), MacAddress.parse("02:00:5e:00:53:01"));
            System.out.println("eth0 "
                    + links.find(LinkName.of("eth0")).orElseThrow().macAddress().orElseThrow());
            Process inside =
                    blue.start(new ProcessBuilder("sh", "-c", "cut -d: -f1 /proc/net/dev | tail -n +3 | xargs"));
            System.out.print("inside: " + new String(inside.getInputStream().readAllBytes()));
            System.out.println("removed: " + namespaces.remove(BLUE) + " " + namespaces.list());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
