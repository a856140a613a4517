// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.ScriptedTransport.ack;
import static io.podnet.netns.linux.ScriptedTransport.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.ScriptedTransport.Part;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the kernel here does not do; the rest is tested end to end. */
class LinkRequestsTest {
    private static final LinkSettings BLUE = LinkSettings.named(LinkName.of("blue"));
    private static final LinkSettings RED = LinkSettings.named(LinkName.of("red"));

    private final ScriptedTransport kernel = new ScriptedTransport();
    private final RtNetlink rtnl = new RtNetlink(kernel);

    @Test
    void looksForANewLinkThatTheKernelDoesNotEcho() {
        kernel.answer(ack()).answer(link(7, "blue"), ack());

        assertThat(rtnl.links().createBridge(BLUE)).isEqualTo(7);
        assertThat(kernel.requests)
                .extracting(NetlinkMessage::type)
                .containsExactly(LinkConstants.RTM_NEWLINK, LinkConstants.RTM_GETLINK);
    }

    @Test
    void trustsTheEcho() {
        kernel.answer(link(7, "blue"), ack());

        assertThat(rtnl.links().createBridge(BLUE)).isEqualTo(7);
        assertThat(kernel.requests).hasSize(1);
    }

    @Test
    void saysSoIfANewLinkIsGoneAtOnce() {
        kernel.answer(ack()).answer(error(Errno.ENODEV.number()));

        assertThatThrownBy(() -> rtnl.links().createBridge(BLUE))
                .isInstanceOf(NativeException.class)
                .hasMessageContaining("gone as soon as it was made");
    }

    @Test
    void refusesWhatTheKernelWouldIgnoreOrMisunderstand() {
        assertThatThrownBy(() -> rtnl.links().createBridge(new LinkSettings()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("need the new link's name");
        assertThatThrownBy(() -> rtnl.links().createVeth(BLUE, new LinkSettings()))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> rtnl.links()
                        .createVeth(BLUE, LinkSettings.named(LinkName.of("red")).up()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("name red, up on")
                .hasMessageContaining("once it is made");
        assertThatThrownBy(() -> rtnl.links()
                        .createVeth(BLUE, LinkSettings.named(LinkName.of("red")).master(3)))
                .isInstanceOf(InvalidValueException.class);
        try (Descriptor elsewhere = new Descriptor(4711, "other namespace")) {
            LinkSettings there = LinkSettings.named(LinkName.of("blue")).netns(elsewhere);
            assertThatThrownBy(() -> rtnl.links().createVeth(there, RED))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("other namespace");
        }
        assertThatThrownBy(() -> new LinkSettings().mtu(0)).hasMessage("invalid MTU \"0\": must be 1 or more");
        assertThatThrownBy(() -> new LinkSettings().master(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new LinkSettings().txQueueLength(-1)).isInstanceOf(InvalidValueException.class);
        assertThat(kernel.requests).isEmpty();
    }

    private static Part link(int index, String name) {
        ByteBuffer message = ByteBuffer.allocate(200);
        MessageWriter writer = new MessageWriter(message, LinkConstants.RTM_NEWLINK, 0, 0);
        LinkEncoder.settings(writer, index, LinkSettings.named(LinkName.of(name)));
        writer.finish();
        byte[] body = Arrays.copyOfRange(message.array(), NetlinkConstants.HEADER_BYTES, message.limit());
        return new Part(LinkConstants.RTM_NEWLINK, 0, body);
    }
}
