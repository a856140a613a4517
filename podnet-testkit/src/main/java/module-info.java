// SPDX-License-Identifier: Apache-2.0
/**
 * JUnit extensions and contract tests. Every podnet module is optional: a vendor needs only those that it extends.
 */
module io.podnet.testkit {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires static transitive io.podnet.base;
    requires static transitive io.podnet.netns;
    requires static transitive io.podnet.cni;
    requires static transitive io.podnet.cni.nativeplugins;
    requires static transitive io.podnet.rootless;
    requires static transitive io.podnet.inspect;
    requires static transitive io.podnet.api;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;

    exports io.podnet.testkit;
    exports io.podnet.testkit.contract;

    // JUnit calls what contracts do not show, and makes the objects of conditions.
    opens io.podnet.testkit.contract to
            org.junit.platform.commons;
    opens io.podnet.testkit.internal.condition to
            org.junit.platform.commons;
}
