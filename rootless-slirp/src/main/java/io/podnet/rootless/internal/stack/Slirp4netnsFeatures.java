// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

/**
 * What the installed slirp4netns can do, by what its {@code --help} names.
 *
 * @param disableHostLoopback since 0.3
 * @param mtu since 0.2
 * @param sandbox since 0.4
 * @param seccomp since 0.4
 * @param cidr since 0.3
 * @param outboundAddress since 1.1.0
 * @param ipv6 since 0.2
 */
record Slirp4netnsFeatures(
        boolean disableHostLoopback,
        boolean mtu,
        boolean sandbox,
        boolean seccomp,
        boolean cidr,
        boolean outboundAddress,
        boolean ipv6) {
    static Slirp4netnsFeatures of(String help) {
        return new Slirp4netnsFeatures(
                help.contains("--disable-host-loopback"),
                help.contains("--mtu"),
                help.contains("--enable-sandbox"),
                help.contains("--enable-seccomp"),
                help.contains("--cidr"),
                help.contains("--outbound-addr"),
                help.contains("--enable-ipv6"));
    }
}
