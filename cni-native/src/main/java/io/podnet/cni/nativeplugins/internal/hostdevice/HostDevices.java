// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostdevice;

import io.podnet.base.InvalidValueException;
import io.podnet.base.MacAddress;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.LinkRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The ways to name an interface of the host. */
public final class HostDevices {
    private static final String SYS = "/sys/devices/";

    private HostDevices() {}

    /**
     * Tells whether a configuration names one in a way that is known here.
     *
     * @param config the configuration
     * @return false if it does not
     */
    public static boolean isNamed(ConfigObject config) {
        return Stream.of("device", "hwaddr", "kernelpath")
                .anyMatch(key -> !config.string(key).isEmpty());
    }

    /** Finds it: by name, else by Ethernet address, else by the device's directory. */
    static Link find(LinkRequests links, ConfigObject config) {
        String device = config.string("device");
        String mac = config.string("hwaddr");
        Optional<Link> found;
        if (!device.isEmpty()) {
            found = links.find(LinkName.of(device));
        } else if (!mac.isEmpty()) {
            Optional<MacAddress> wanted = Optional.of(address(mac));
            found = links.list().stream()
                    .filter(link -> link.macAddress().equals(wanted))
                    .findFirst();
        } else {
            List<String> names = names(config.string("kernelpath"));
            found = links.list().stream()
                    .filter(link -> names.contains(link.name().value()))
                    .findFirst();
        }
        return found.orElseThrow(() -> Faults.internal("failed to find host device: Link not found"));
    }

    private static MacAddress address(String text) {
        try {
            return MacAddress.parse(text);
        } catch (InvalidValueException e) {
            throw Faults.config("failed to parse MAC address \"" + text + "\": " + e.getMessage());
        }
    }

    private static List<String> names(String path) {
        if (!path.startsWith(SYS) || !Path.of(path).normalize().startsWith(SYS)) {
            throw Faults.config("kernel device path \"" + path + "\" must be absolute and begin with " + SYS);
        }
        try (Stream<Path> entries = Files.list(Path.of(path, "net"))) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Faults.internal("failed to find network devices at \"" + path + "/net\": " + e, e);
        }
    }
}
