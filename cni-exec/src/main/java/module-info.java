/**
 * The Container Network Interface 1.1.0.
 */
module io.podnet.cni {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires transitive io.podnet.base;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.module.afterburner;
    requires org.slf4j;
}
