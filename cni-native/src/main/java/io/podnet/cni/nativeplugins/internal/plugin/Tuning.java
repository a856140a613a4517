// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.plugin;

import io.podnet.base.InvalidValueException;
import io.podnet.base.MacAddress;
import io.podnet.base.UndoStack;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniResult;
import io.podnet.cni.Result100;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.link.Sysctls;
import io.podnet.cni.nativeplugins.internal.tuning.Allowlist;
import io.podnet.cni.nativeplugins.internal.tuning.Backup;
import io.podnet.cni.nativeplugins.internal.tuning.TuningConfig;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.netns.Link;
import io.podnet.netns.LinkFlag;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.RtNetlink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes parameters of the kernel inside a container, and what its interface is like. */
public final class Tuning implements NativePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(Tuning.class.getPackageName());
    private static final String DATA_DIRECTORY = "dataDir";

    /** Does nothing. */
    public Tuning() {}

    @Override
    public String type() {
        return "tuning";
    }

    @Override
    public Set<String> keys() {
        return Set.of(DATA_DIRECTORY, "sysctl", "mac", "promisc", "mtu", "allmulti");
    }

    @Override
    public Set<String> capabilities() {
        return Set.of("mac");
    }

    @Override
    public CniResult add(NativeCall call) {
        TuningConfig config = TuningConfig.of(call);
        CniResult result = call.prevResult().orElseThrow(() -> Faults.internal("Required prevResult missing"));
        Allowlist.check(config.sysctls().keySet());
        Optional<MacAddress> mac = mac(config);
        if (!config.sysctls().isEmpty()) {
            call.step("set sysctls");
            call.pod().call(() -> {
                config.sysctls().forEach(Sysctls.ofPods()::write);
                return true;
            });
        }
        if (!config.changesLink()) {
            return result;
        }
        Link link = link(call);
        call.memory().keep(Map.of(DATA_DIRECTORY, config.dataDirectory().toString()));
        Backup backup = new Backup(config.dataDirectory(), call.attachment());
        return call.allOrNothing(undo -> {
            UndoStack.Step forgetting = backup.write(config, link);
            undo.push(() -> {
                backup.restore(call.pod().rtnl(), link);
                forgetting.undo();
            });
            for (LinkSettings each : settings(config, mac)) {
                call.step("change " + each);
                call.pod().rtnl().links().set(link.index(), each);
            }
            return config.mac().isEmpty() ? result : withMac(result.latest(), call.ifName(), config.mac());
        });
    }

    // One after the other, in the order of the reference plugin: a failure is that of one setting.
    private static List<LinkSettings> settings(TuningConfig config, Optional<MacAddress> mac) {
        List<LinkSettings> settings = new ArrayList<>();
        mac.ifPresent(each -> settings.add(new LinkSettings().macAddress(each)));
        if (config.promiscuous()) {
            settings.add(new LinkSettings().promiscuous(true));
        }
        if (config.mtu() != 0) {
            settings.add(new LinkSettings().mtu(config.mtu()));
        }
        config.allMulticast().ifPresent(on -> settings.add(new LinkSettings().allMulticast(on)));
        return settings;
    }

    private static Optional<MacAddress> mac(TuningConfig config) {
        try {
            return config.mac().isEmpty() ? Optional.empty() : Optional.of(MacAddress.parse(config.mac()));
        } catch (InvalidValueException e) {
            throw Faults.internal("invalid args " + config.mac() + " for MAC addr: " + e.getMessage(), e);
        }
    }

    private static Result100 withMac(Result100 result, String ifName, String mac) {
        List<CniInterface> interfaces = result.interfaces().stream()
                .map(each -> each.name().equals(ifName)
                        ? new CniInterface(
                                each.name(), mac, each.mtu(), each.sandbox(), each.socketPath(), each.pciId())
                        : each)
                .toList();
        return new Result100(result.cniVersion(), interfaces, result.ips(), result.routes(), result.dns());
    }

    @Override
    public void check(NativeCall call) {
        TuningConfig config = TuningConfig.of(call);
        if (call.prevResult().isEmpty()) {
            throw Faults.internal("Required prevResult missing");
        }
        call.pod().call(() -> {
            config.sysctls()
                    .forEach((key, value) ->
                            same("value of " + key, value, Sysctls.ofPods().read(key)));
            return true;
        });
        Link link = link(call);
        if (!config.mac().isEmpty()) {
            same(
                    "Ethernet address of " + call.ifName(),
                    mac(config).map(MacAddress::toString).orElse(""),
                    link.macAddress().map(MacAddress::toString).orElse(""));
        }
        same("promisc of " + call.ifName(), config.promiscuous(), link.flags().contains(LinkFlag.PROMISC));
        if (config.mtu() != 0) {
            same("MTU of " + call.ifName(), config.mtu(), link.mtu());
        }
        config.allMulticast()
                .ifPresent(on -> same(
                        "all-multicast mode of " + call.ifName(),
                        on,
                        link.flags().contains(LinkFlag.ALLMULTI)));
    }

    private static void same(String what, Object configured, Object current) {
        if (!configured.equals(current)) {
            throw Faults.internal(
                    "Error: Tuning configured " + what + " is " + configured + ", current value is " + current);
        }
    }

    private static Link link(NativeCall call) {
        return call.pod()
                .rtnl()
                .links()
                .find(LinkName.of(call.ifName()))
                .orElseThrow(() -> Faults.internal("Cannot find container link " + call.ifName()));
    }

    /** Sysctls end with the namespace, and in one that stays nobody else relies on them. */
    @Override
    public void delete(NativeCall call) {
        Backup backup = new Backup(TuningConfig.of(call).dataDirectory(), call.attachment());
        if (backup.exists() && call.hasPod()) {
            call.step("restore " + call.ifName());
            try {
                RtNetlink rtnl = call.pod().rtnl();
                rtnl.links().find(LinkName.of(call.ifName())).ifPresent(link -> backup.restore(rtnl, link));
            } catch (RuntimeException e) {
                // The interface is about to go: that it cannot be changed back is no reason to keep it.
                LOG.info("{}: {} is not as it was before ADD: {}", call.containerId(), call.ifName(), e.getMessage());
            }
        }
        backup.delete();
    }

    @Override
    public void gc(NativeCall call) {
        call.memory().all().forEach((attachment, facts) -> {
            if (!call.validAttachments().contains(attachment)) {
                new Backup(Path.of(facts.getOrDefault(DATA_DIRECTORY, "/run/cni/tuning")), attachment).delete();
                call.memory().forget(attachment);
            }
        });
    }
}
