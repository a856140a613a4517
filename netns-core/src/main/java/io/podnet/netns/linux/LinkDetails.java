// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.netns.Link;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A link with what only some kinds of links have, as {@code ip -details -statistics link} shows it.
 *
 * @param link what all links have
 * @param statistics what has gone through it
 * @param txQueueLength how many packets may wait to be sent
 * @param promiscuity how many users have asked it to take in all packets, a bridge among them
 * @param macvlanMode how it reaches its siblings; empty for other kinds
 * @param hairpin whether a bridge sends packets back through this port of it
 * @param alias a text that somebody has put on it, as {@code ip link set alias} does
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record LinkDetails(
        Link link,
        Optional<LinkStatistics64> statistics,
        int txQueueLength,
        int promiscuity,
        Optional<MacvlanMode> macvlanMode,
        boolean hairpin,
        Optional<String> alias) {}
