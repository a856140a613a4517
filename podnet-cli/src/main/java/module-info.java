/**
 * The command line.
 */
module io.podnet.cli {
    requires static org.apiguardian.api;
    requires static org.jspecify;
    requires info.picocli;
    requires io.podnet.api;
    requires jdk.unsupported;
    requires org.slf4j;

    // picocli fills the annotated fields.
    opens io.podnet.cli to
            info.picocli;
}
