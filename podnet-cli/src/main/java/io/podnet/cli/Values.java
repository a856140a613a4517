// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.HostEntry;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.MacAddress;
import java.net.InetAddress;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Read the arguments of options; what is wrong with one is said by whoever knows the value. */
final class Values {
    private Values() {}

    private static <T> T read(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (InvalidValueException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** An address. */
    static final class Ip implements ITypeConverter<InetAddress> {
        @Override
        public InetAddress convert(String text) {
            return read(text, IpAddresses::parse);
        }
    }

    /** A hardware address. */
    static final class Mac implements ITypeConverter<MacAddress> {
        @Override
        public MacAddress convert(String text) {
            return read(text, MacAddress::parse);
        }
    }

    /** A line of the hosts file. */
    static final class Host implements ITypeConverter<HostEntry> {
        @Override
        public HostEntry convert(String text) {
            return read(text, HostEntry::parse);
        }
    }
}
