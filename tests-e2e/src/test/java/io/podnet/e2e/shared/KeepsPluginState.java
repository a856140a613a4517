// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.shared;

import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import io.podnet.testkit.LeavesWhatPluginsKeep;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What stays on every host where a pod has ever run: nothing of the pod. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@LeavesWhatPluginsKeep
@LeavesBehind(
        in = Facet.FILES,
        matching = "/var/lib/cni/locks/(gc|container-[0-9a-f]{3})?",
        because = "the locks of CNI stay, at most 4096 of them")
@LeavesBehind(
        in = Facet.FILES,
        matching = "/run/cni/(tuning/)?",
        because = "tuning keeps the directory of what it is to restore")
@LeavesBehind(
        in = Facet.FILES,
        matching =
                "/run/podnet/(locks/((state|events|network-[^/]+)\\.lock)?)?|/var/lib/podnet/((pods|aside)/|events\\.log(\\.1)?)",
        because = "directories, the log of events and the locks of networks stay")
@LeavesBehind(
        in = Facet.THREADS,
        matching = "\"podnet-host\" .*",
        because = "tests use the API, whose netns-core keeps one thread on the host")
public @interface KeepsPluginState {}
