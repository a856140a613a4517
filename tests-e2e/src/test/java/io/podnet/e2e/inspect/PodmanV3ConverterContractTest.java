// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.inspect;

import io.podnet.inspect.spi.InspectConverter;
import io.podnet.testkit.contract.InspectConverterContract;

class PodmanV3ConverterContractTest extends InspectConverterContract {
    @Override
    protected InspectConverter converter() {
        return Converters.named("podman-v3");
    }
}
