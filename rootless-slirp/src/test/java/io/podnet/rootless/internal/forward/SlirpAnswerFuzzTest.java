// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.base.IpAddresses;
import io.podnet.base.Protocol;
import io.podnet.rootless.RootlessException;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.List;

/**
 * Feeds anything to what reads slirp4netns' answers. The inputs in the resources are replayed by every build; {@code
 * scripts/fuzz} looks for more.
 */
class SlirpAnswerFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is taken for a list is what the answer says: a number that was cut would remove somebody else's port. */
    @FuzzTest(maxDuration = "1m")
    void readsAnyList(byte[] bytes) throws Exception {
        String answer = new String(bytes, UTF_8);
        List<SlirpApi.Entry> entries;
        try {
            entries = read(answer).entries();
        } catch (RootlessException e) {
            refused(e);
            return;
        }
        assertThat(read(written(entries)).entries()).isEqualTo(entries);
        JsonNode tree = JSON.readTree(answer);
        JsonNode said = (tree.has("return") ? tree.get("return") : tree).get("entries");
        for (int i = 0; i < entries.size(); i++) {
            assertThat(said.get(i).get("id").decimalValue().intValueExact())
                    .isEqualTo(entries.get(i).id());
            assertThat(said.get(i).get("host_port").decimalValue().intValueExact())
                    .isEqualTo(entries.get(i).forward().hostPort());
        }
    }

    @FuzzTest(maxDuration = "1m")
    void readsAnyAcknowledgement(byte[] bytes) {
        try {
            read(new String(bytes, UTF_8)).requireDone();
        } catch (RootlessException e) {
            refused(e);
        }
    }

    private static SlirpAnswer read(String answer) {
        return SlirpAnswer.read(Path.of("/run/api.sock"), answer);
    }

    private static void refused(RootlessException e) {
        assertThat(e.errorCode())
                .isEqualTo(e instanceof SlirpApi.RefusedException ? "rootless-slirp-refused" : "rootless-slirp-api");
        assertThat(e.getMessage()).isNotBlank();
    }

    private static String written(List<SlirpApi.Entry> entries) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("entries");
        for (SlirpApi.Entry entry : entries) {
            SlirpApi.HostForward forward = entry.forward();
            assertThat(forward.protocol()).isNotEqualTo(Protocol.SCTP);
            list.addObject()
                    .put("id", entry.id())
                    .put("proto", forward.protocol().toString())
                    .put("host_addr", text(forward.host()))
                    .put("host_port", forward.hostPort())
                    .put("guest_addr", text(forward.guest()))
                    .put("guest_port", forward.guestPort());
        }
        return answer.toString();
    }

    private static String text(Inet4Address address) {
        return IpAddresses.format(address);
    }
}
