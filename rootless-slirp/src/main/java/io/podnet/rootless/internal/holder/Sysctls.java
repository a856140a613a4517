// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.rootless.RootlessException;
import io.podnet.rootless.internal.process.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of a pod's network namespace around the start of the stack that serves it alone. They make things faster or better; none of them failing
 * keeps a network from working, so failures are only warned of.
 */
final class Sysctls {
    private static final Logger LOG = LoggerFactory.getLogger(Sysctls.class.getPackageName());
    private static final Duration LIMIT = Duration.ofSeconds(5);

    // As the holder has them for good (HolderScript). Prints what they were: the namespace is the pod's.
    private static final String HURRY = """
            cd /proc/sys/net/ipv6/conf/default 2>/dev/null || exit 0
            cat accept_dad accept_ra router_solicitation_delay
            echo 0 >accept_dad
            echo 2 >accept_ra
            echo 0 >router_solicitation_delay
            """;

    private static final String SETTLE = """
            [ $# = 3 ] && cd /proc/sys/net/ipv6/conf/default 2>/dev/null || exit 0
            echo "$1" >accept_dad
            echo "$2" >accept_ra
            echo "$3" >router_solicitation_delay
            """;

    private final List<String> enter;
    private List<String> defaults = List.of();

    /** Works in the namespace that a command prefix enters. */
    Sysctls(List<String> enter) {
        this.enter = enter;
    }

    void beforeStart() {
        defaults = run(HURRY, List.of()).lines().toList();
    }

    /** Takes the defaults back. */
    void afterStart() {
        run(SETTLE, defaults);
    }

    private String run(String script, List<String> arguments) {
        List<String> words = new ArrayList<>(enter);
        words.addAll(List.of("sh", "-c", script, "sysctls"));
        words.addAll(arguments);
        try {
            Tool.Result result = Tool.run(words, LIMIT);
            if (result.exit() != 0) {
                LOG.warn(
                        "settings of a rootless namespace could not be made: {}",
                        result.output().strip());
                return "";
            }
            return result.output();
        } catch (RootlessException e) {
            LOG.warn("settings of a rootless namespace could not be made", e);
            return "";
        }
    }
}
