// SPDX-License-Identifier: Apache-2.0
/**
 * The command line.
 */
module io.podnet.cli {
    requires static org.apiguardian.api;
    requires static org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires io.podnet.api;
    // For sun.misc.Signal: Java has no other way to hear of SIGINT and SIGHUP and go on.
    requires jdk.unsupported;
    requires org.slf4j;

    // picocli fills the annotated fields.
    opens io.podnet.cli to
            info.picocli;
}
