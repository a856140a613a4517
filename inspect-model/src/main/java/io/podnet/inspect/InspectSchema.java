// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apiguardian.api.API;

/**
 * The JSON Schema of the documents, for readers in other languages.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class InspectSchema {
    /** Where the schema lies in the jar. */
    public static final String RESOURCE = "META-INF/podnet/network-settings.schema.json";

    private InspectSchema() {}

    /**
     * Gives the schema of draft 2020-12: at its root that of a NetworkSettings object, in {@code #/$defs/documents} that
     * of all that an inspect command prints.
     *
     * @return the schema as JSON
     */
    public static String text() {
        try (InputStream resource = InspectSchema.class.getResourceAsStream("/" + RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is missing in the jar of podnet inspect");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
