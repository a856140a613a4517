package io.podnet.rootless.internal.holder;

import io.podnet.rootless.RootlessException;
import io.podnet.rootless.internal.process.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of a network namespace around the start of a stack. They make things faster or better; none of them failing
 * keeps a network from working, so failures are only warned of.
 */
final class Sysctls {
    private static final Logger LOG = LoggerFactory.getLogger(Sysctls.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    // The stack's interface shall have its IPv6 address at once: no duplicate address detection (podman issue 11062),
    // no
    // pause before the router is asked. A bridge turns on forwarding, and then only accept_ra=2 still listens to
    // routers
    // (Documentation/networking/ip-sysctl). New interfaces take the defaults; prints what they were.
    private static final String HURRY = """
            cd /proc/sys/net/ipv6/conf/default 2>/dev/null || exit 0
            cat accept_dad accept_ra router_solicitation_delay
            echo 0 >accept_dad
            echo 2 >accept_ra
            echo 0 >router_solicitation_delay
            """;

    // proxy_arp: slirp4netns asks by ARP for any address that a port leads to, and the kernel shall answer for pods. At
    // once: by default it waits for up to 0.8 s before it does (arp(7), proxy_delay), and so would the first
    // connection.
    private static final String SETTLE = """
            if [ $# = 4 ] && cd /proc/sys/net/ipv6/conf/default 2>/dev/null; then
                echo "$2" >accept_dad
                echo "$3" >accept_ra
                echo "$4" >router_solicitation_delay
            fi
            if [ -n "$1" ]; then
                echo 0 >"/proc/sys/net/ipv4/neigh/$1/proxy_delay"
                echo 1 >"/proc/sys/net/ipv4/conf/$1/proxy_arp"
            fi
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

    /** Takes the defaults back; the interface that bridges are behind answers for the pods. */
    void afterStart(Optional<String> bridged) {
        List<String> arguments = new ArrayList<>(List.of(bridged.orElse("")));
        arguments.addAll(defaults);
        run(SETTLE, arguments);
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
