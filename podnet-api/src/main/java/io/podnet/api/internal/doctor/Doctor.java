// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.doctor;

import io.podnet.api.Diagnosis;
import io.podnet.api.Finding;
import io.podnet.api.internal.Settings;
import java.util.ArrayList;
import java.util.List;

/** Looks at everything that podnet needs. */
public final class Doctor {
    private Doctor() {}

    /**
     * Looks.
     *
     * @param settings where everything is
     * @return what was found
     */
    public static Diagnosis examine(Settings settings) {
        Person person = Person.current();
        List<Finding> findings = new ArrayList<>();
        findings.addAll(PrivilegeCheck.run(person));
        findings.addAll(KernelCheck.run(person));
        findings.addAll(SysctlCheck.run());
        findings.addAll(ToolCheck.run());
        findings.addAll(PluginCheck.run(settings));
        findings.addAll(NetworkCheck.run(settings));
        findings.addAll(ProviderCheck.run(person));
        findings.addAll(DirectoryCheck.run(settings, person));
        findings.addAll(RootlessCheck.run(person));
        return new Diagnosis(findings);
    }
}
