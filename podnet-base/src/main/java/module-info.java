// SPDX-License-Identifier: Apache-2.0
/**
 * What all podnet modules share: the root exception, the choice of a backend among those that ServiceLoader finds,
 * addresses and port mappings as values, files written atomically, locks that hold across threads and processes.
 *
 * <p>Nothing in here needs privileges or native code.
 */
module io.podnet.base {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports io.podnet.base;
}
