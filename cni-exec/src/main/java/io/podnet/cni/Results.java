package io.podnet.cni;

import io.podnet.base.InvalidValueException;
import java.util.List;

/** What the kinds of results share. */
final class Results {
    static final List<CniVersion> FAMILY_020 = List.of(CniVersion.V0_1_0, CniVersion.V0_2_0);
    static final List<CniVersion> FAMILY_040 = List.of(CniVersion.V0_3_0, CniVersion.V0_3_1, CniVersion.V0_4_0);
    static final List<CniVersion> FAMILY_100 = List.of(CniVersion.V1_0_0, CniVersion.V1_1_0);

    private Results() {}

    static void checkVersion(CniVersion version, List<CniVersion> family) {
        if (!family.contains(version)) {
            throw new InvalidValueException("CNI version", version, "such a result has one of " + family);
        }
    }
}
