// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What children get to see of the environment: where programs are, and which rootless namespace they belong to. Nothing
 * else of the JVM's environment is any business of theirs.
 */
public final class ChildEnvironment {
    /** Names the directory of the rootless namespace that a process belongs to; strays are found by it. */
    public static final String MARK = "PODNET_ROOTLESS_DIRECTORY";

    private ChildEnvironment() {}

    static void set(ProcessBuilder builder, Optional<Path> owner) {
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", ProgramPath.current().toString());
        environment.put("LC_ALL", "C");
        owner.ifPresent(directory -> environment.put(MARK, directory.toString()));
    }
}
