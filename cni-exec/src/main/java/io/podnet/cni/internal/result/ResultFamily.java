package io.podnet.cni.internal.result;

import io.podnet.cni.CniVersion;
import java.util.List;
import java.util.Optional;

/** The versions whose results have the same form: the packages of libcni's pkg/types. */
enum ResultFamily {
    V020,
    V040,
    V100;

    static Optional<ResultFamily> of(CniVersion version) {
        for (ResultFamily each : values()) {
            if (each.versions().contains(version)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    static Optional<CniVersion> version(String text) {
        return CniVersion.SUPPORTED.stream()
                .filter(each -> each.toString().equals(text))
                .findFirst();
    }

    List<CniVersion> versions() {
        return switch (this) {
            case V020 -> List.of(CniVersion.V0_1_0, CniVersion.V0_2_0);
            case V040 -> List.of(CniVersion.V0_3_0, CniVersion.V0_3_1, CniVersion.V0_4_0);
            case V100 -> List.of(CniVersion.V1_0_0, CniVersion.V1_1_0);
        };
    }
}
