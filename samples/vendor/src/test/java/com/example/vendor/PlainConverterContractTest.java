// SPDX-License-Identifier: Apache-2.0
package com.example.vendor;

import io.podnet.inspect.spi.InspectConverter;
import io.podnet.testkit.contract.InspectConverterContract;

class PlainConverterContractTest extends InspectConverterContract {
    @Override
    protected InspectConverter converter() {
        return new PlainConverter();
    }
}
