// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import org.apiguardian.api.API;

/**
 * What not every backend can do; see {@link Namespaces#supports}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Feature {
    /** Run code of this JVM inside a namespace: {@link Netns#call}, {@link Netns#run}, {@link Netns#executor}. */
    TASKS,
    /** Tell a namespace's {@linkplain Netns#cookie() cookie}. */
    COOKIE
}
