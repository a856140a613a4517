/**
 * Pods on networks.
 */
module io.podnet.api {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires transitive io.podnet.base;
    requires transitive io.podnet.cni;
    requires transitive io.podnet.inspect;
    requires transitive io.podnet.netns;
    requires transitive io.podnet.rootless;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
}
