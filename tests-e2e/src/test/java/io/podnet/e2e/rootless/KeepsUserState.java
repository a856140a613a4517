// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What stays in the directories of a user whose pods are gone: locks, and the directories themselves. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@LeavesBehind(
        in = Facet.FILES,
        matching = "/run/user/\\d+/podnet/((rootless|rootless-supervisor)\\.lock"
                + "|locks/((state|events|network-[^/]+)\\.lock|cni/(gc|container-[0-9a-f]{3})?)?)?",
        because = "locks lie outside of what they protect and stay")
@LeavesBehind(
        in = Facet.FILES,
        matching = "/run/home/[^/]+/\\.local/(share/(podnet/(pods/|events\\.log)?)?)?",
        because = "the directories of records stay")
@interface KeepsUserState {}
