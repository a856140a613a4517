// SPDX-License-Identifier: Apache-2.0
/** Backends of somebody else: four SPIs of podnet, found by ServiceLoader from this jar. */
module com.example.vendor {
    requires io.podnet.api;
    requires io.podnet.cni;
    requires io.podnet.inspect;
    requires io.podnet.rootless;

    uses io.podnet.inspect.spi.InspectConverter;

    provides io.podnet.rootless.spi.UserStack with
            com.example.vendor.SmallStack;
    provides io.podnet.cni.spi.PluginInvoker with
            com.example.vendor.LabelInvoker;
    provides io.podnet.api.spi.StateStoreProvider with
            com.example.vendor.ZippedStoreProvider;
    provides io.podnet.inspect.spi.InspectConverter with
            com.example.vendor.PlainConverter;
}
