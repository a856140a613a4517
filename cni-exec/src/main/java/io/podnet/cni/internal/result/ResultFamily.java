// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.result;

import io.podnet.base.InvalidValueException;
import io.podnet.cni.CniVersion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The versions whose results have the same form: the packages of libcni's pkg/types. */
public enum ResultFamily {
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

    /** Finds the form of a configuration's or a result's version; none at all is the oldest. */
    static Optional<ResultFamily> named(String version) {
        return version.isEmpty() ? Optional.of(V020) : version(version).flatMap(ResultFamily::of);
    }

    /** Finds a version by its very text: {@code 1.0} is none, although it compares equal to {@code 1.0.0}. */
    private static Optional<CniVersion> version(String text) {
        return CniVersion.SUPPORTED.stream()
                .filter(each -> each.toString().equals(text))
                .findFirst();
    }

    /** Refuses versions of other families. */
    public void check(CniVersion version) {
        if (!versions().contains(version)) {
            throw new InvalidValueException("CNI version", version, "such a result has one of " + versions());
        }
    }

    List<CniVersion> versions() {
        return switch (this) {
            case V020 -> List.of(CniVersion.V0_1_0, CniVersion.V0_2_0);
            case V040 -> List.of(CniVersion.V0_3_0, CniVersion.V0_3_1, CniVersion.V0_4_0);
            case V100 -> List.of(CniVersion.V1_0_0, CniVersion.V1_1_0);
        };
    }

    /** Finds the version that a result of this form may call itself; the oldest ones need not say it. */
    Optional<CniVersion> find(String text) {
        return this == V020 && text.isEmpty()
                ? Optional.of(CniVersion.V0_1_0)
                : version(text).filter(versions()::contains);
    }

    /** Lists the versions as Go prints a slice; that of the oldest family begins with an empty one. */
    String names() {
        return versions().stream()
                .map(CniVersion::toString)
                .collect(Collectors.joining(" ", this == V020 ? "[ " : "[", "]"));
    }
}
