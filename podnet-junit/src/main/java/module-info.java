// SPDX-License-Identifier: Apache-2.0
/**
 * Several hosts on one bridge in a JUnit test, each a network namespace; their links can be cut, slowed, made lossy and
 * healed while the test runs.
 *
 * <p>From Java 24 on the JVM wants {@code --enable-native-access=org.jnrproject.jffi} (on the class path:
 * {@code ALL-UNNAMED}).
 */
module io.podnet.junit {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires transitive io.podnet.netns;
    requires transitive org.junit.jupiter.api;
    requires org.slf4j;

    exports io.podnet.junit;

    // JUnit makes the objects of extensions.
    opens io.podnet.junit to
            org.junit.platform.commons;
}
