// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

/** Sets up slf4j-simple: silent but for warnings, or telling every external call. */
final class Logging {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private Logging() {}

    static void configure(boolean verbose) {
        set("logFile", "System.err");
        set("showThreadName", "false");
        set("showLogName", "false");
        set("showDateTime", Boolean.toString(verbose));
        set("dateTimeFormat", "HH:mm:ss.SSS");
        set("defaultLogLevel", "warn");
        if (verbose) {
            set("log.io.podnet", "debug");
        }
    }

    // What the user gave on the JVM's command line stays.
    private static void set(String name, String value) {
        if (System.getProperty(PREFIX + name) == null) {
            System.setProperty(PREFIX + name, value);
        }
    }
}
