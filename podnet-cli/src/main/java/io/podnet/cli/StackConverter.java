// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.base.InvalidValueException;
import io.podnet.rootless.StackChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the argument of {@code --stack}. */
final class StackConverter implements ITypeConverter<StackChoice> {
    @Override
    public StackChoice convert(String text) {
        try {
            return StackChoice.parse(text);
        } catch (InvalidValueException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
