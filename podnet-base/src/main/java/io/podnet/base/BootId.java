// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * The id of this boot of the machine: after a restart the kernel's objects are gone, and a record that carries another
 * id tells so.
 *
 * @param value a random UUID as text, from {@code /proc/sys/kernel/random/boot_id}
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record BootId(String value) {
    /**
     * Reads the id of this boot.
     *
     * @return the id
     */
    public static BootId current() {
        try {
            return new BootId(
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
