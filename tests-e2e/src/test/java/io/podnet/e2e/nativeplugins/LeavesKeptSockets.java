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

/** What stays after plugins that change the packet filter. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@LeavesWhatPluginsKeep
@LeavesBehind(
        in = Facet.FILES,
        matching = "/run/(podnet|cni)/.*",
        because = "the directories in which attachments are marked, and interfaces described, stay")
@interface LeavesKeptSockets {}
