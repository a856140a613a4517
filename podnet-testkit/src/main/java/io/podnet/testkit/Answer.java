// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import java.net.InetAddress;
import org.apiguardian.api.API;

/**
 * What a {@link TestServer} answers.
 *
 * @param server the place where it is
 * @param asker who asked, as the server saw it: behind address translation not the one who did
 * @param text what was said, given back
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Answer(String server, InetAddress asker, String text) {}
