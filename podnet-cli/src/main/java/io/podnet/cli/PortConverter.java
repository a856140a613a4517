// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the argument of {@code --publish}. */
final class PortConverter implements ITypeConverter<PortMapping> {
    @Override
    public PortMapping convert(String text) {
        try {
            return PortMapping.parse(text);
        } catch (InvalidValueException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
