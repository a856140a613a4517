// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.doctor;

import io.podnet.api.Finding;
import io.podnet.api.Finding.Level;
import io.podnet.netns.linux.Capability;
import java.util.List;
import java.util.stream.Stream;

/** What this process may do. */
final class PrivilegeCheck {
    private PrivilegeCheck() {}

    static List<Finding> run(Person person) {
        Findings findings = new Findings("privileges");
        findings.good("user", person.name() + " (" + person.uid() + ")");
        List<Capability> missing = Stream.of(Capability.CAP_SYS_ADMIN, Capability.CAP_NET_ADMIN)
                .filter(each -> !person.capabilities().contains(each))
                .toList();
        if (missing.isEmpty()) {
            findings.good("capabilities", "CAP_SYS_ADMIN and CAP_NET_ADMIN: pods on this host's own networks");
        } else {
            findings.add(
                    Level.LIMIT,
                    "capabilities",
                    "without " + missing + " pods live in a namespace of the user's own",
                    "run podnet as root for pods on this host's own networks");
        }
        return findings.all();
    }
}
