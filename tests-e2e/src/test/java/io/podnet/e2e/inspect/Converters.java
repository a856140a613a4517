// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.inspect;

import io.podnet.base.BackendSelector;
import io.podnet.inspect.spi.InspectConverter;
import java.util.ServiceLoader;

/** Finds our converters as a user's program would. */
final class Converters {
    private Converters() {}

    static InspectConverter named(String name) {
        return BackendSelector.of(InspectConverter.class, ServiceLoader.load(InspectConverter.class))
                .named(name)
                .select();
    }
}
