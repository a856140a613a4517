// SPDX-License-Identifier: Apache-2.0
package com.example.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.spi.StateStoreProvider;
import io.podnet.base.Backend;
import io.podnet.base.BackendSelector;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.inspect.spi.InspectConverter;
import io.podnet.rootless.spi.UserStack;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** ServiceLoader finds all four, beside podnet's own. */
class FoundTest {
    private static <B extends Backend> B named(Class<B> spi, String name) {
        return BackendSelector.of(spi, ServiceLoader.load(spi)).named(name).select();
    }

    @Test
    void allAreFound() {
        assertThat(named(UserStack.class, "small")).isExactlyInstanceOf(SmallStack.class);
        assertThat(named(PluginInvoker.class, "label")).isExactlyInstanceOf(LabelInvoker.class);
        assertThat(named(StateStoreProvider.class, "zipped")).isExactlyInstanceOf(ZippedStoreProvider.class);
        assertThat(named(InspectConverter.class, "plain")).isExactlyInstanceOf(PlainConverter.class);
    }
}
