/**
 * A network for a user without privileges.
 */
module io.podnet.rootless {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires transitive io.podnet.base;
    requires transitive io.podnet.netns;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
}
