// SPDX-License-Identifier: Apache-2.0
/**
 * NetworkSettings documents as podman and docker clients read them: values that are read and written without losing what
 * this version does not know, and converters that make them of CNI results. Needs nothing native and no privileges.
 */
module io.podnet.inspect {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires transitive io.podnet.base;
    requires transitive io.podnet.cni;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.module.afterburner;

    exports io.podnet.inspect;
    exports io.podnet.inspect.spi;

    uses io.podnet.inspect.spi.InspectConverter;

    provides io.podnet.inspect.spi.InspectConverter with
            io.podnet.inspect.internal.convert.PodmanConverter,
            io.podnet.inspect.internal.convert.PodmanV3Converter;
}
