// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.podnet.base.ProcessIdentity;
import java.io.IOException;

/** Writes a process as {@code "PID STARTTICKS"}: the record is of another module, whose fields Jackson may not touch. */
final class ProcessIdentityJson {
    private ProcessIdentityJson() {}

    static SimpleModule module() {
        return new SimpleModule()
                .addSerializer(ProcessIdentity.class, new Writer())
                .addDeserializer(ProcessIdentity.class, new Reader());
    }

    private static final class Writer extends JsonSerializer<ProcessIdentity> {
        @Override
        public void serialize(ProcessIdentity process, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeString(process.pid() + " " + process.startTicks());
        }
    }

    private static final class Reader extends JsonDeserializer<ProcessIdentity> {
        @Override
        public ProcessIdentity deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = json.getText();
            if (!text.matches("[0-9]{1,10} [0-9]{1,18}")) {
                throw context.weirdStringException(text, ProcessIdentity.class, "want PID STARTTICKS");
            }
            int blank = text.indexOf(' ');
            return new ProcessIdentity(
                    Long.parseLong(text.substring(0, blank)), Long.parseLong(text.substring(blank + 1)));
        }
    }
}
