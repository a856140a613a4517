// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import io.podnet.testkit.LeavesWhatPluginsKeep;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What stays after native plugins: no more than after the reference ones, and empty directories of markers. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@LeavesWhatPluginsKeep
@LeavesBehind(
        in = Facet.FILES,
        matching = "/var/lib/cni/locks/.*",
        because = "lock files cannot be removed without a race, and there are 4097 at most")
@interface LeavesNativeMarks {}
