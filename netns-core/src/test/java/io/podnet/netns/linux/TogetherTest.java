// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.NLM_F_ACK;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_REQUEST;
import static io.podnet.netns.linux.ScriptedTransport.PORT;
import static io.podnet.netns.linux.ScriptedTransport.ack;
import static io.podnet.netns.linux.ScriptedTransport.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.MacAddress;
import io.podnet.netns.LinkName;
import io.podnet.netns.NetnsException;
import io.podnet.netns.linux.ScriptedTransport.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class TogetherTest {
    private static final LinkSettings UP = new LinkSettings().up();

    private final ScriptedTransport kernel = new ScriptedTransport();
    private final RtNetlink rtnl = new RtNetlink(kernel);

    @Test
    void goAtOnceAndOnlyTheLastIsAcknowledged() {
        kernel.answer(of(2, 0));

        rtnl.together(() -> {
            rtnl.links().set(7, UP);
            rtnl.links().setHairpin(7, true);
            rtnl.links().delete(8);
            assertThat(kernel.requests).isEmpty();
        });

        int first = kernel.requests.get(0).sequence();
        assertThat(kernel.requests).extracting(NetlinkMessage::sequence).containsExactly(first, first + 1, first + 2);
        assertThat(kernel.requests)
                .extracting(NetlinkMessage::flags)
                .containsExactly(NLM_F_REQUEST, NLM_F_REQUEST, NLM_F_REQUEST | NLM_F_ACK);
    }

    @Test
    void oneAloneIsAsWithoutThis() {
        kernel.answer(ack());

        rtnl.together(() -> rtnl.links().set(7, UP));
        assertThat(kernel.requests).extracting(NetlinkMessage::flags).containsExactly(NLM_F_REQUEST | NLM_F_ACK);
    }

    @Test
    void theFirstRefusalIsThrownAndTheOthersAreSuppressed() {
        kernel.answer(List.of(of(0, 19), of(1, 17)), of(2, 2));

        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(this::three)
                .withMessage("RTM_SETLINK(link 7: up on): ENODEV (19) No such device")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly(
                                "RTM_SETLINK(link 8: up on): EEXIST (17) File exists",
                                "RTM_SETLINK(link 9: up on): ENOENT (2) No such file or directory"));
        // The next request starts anew.
        kernel.answer(ack());
        rtnl.links().set(7, UP);
    }

    @Test
    void aRefusalOfTheFirstIsNotTheEnd() {
        kernel.answer(of(0, 19), of(2, 0));

        assertThatThrownBy(this::three).hasMessageContaining("link 7").hasNoSuppressedExceptions();
    }

    @Test
    void saysWhichMayHaveBeenDoneOrNot() {
        kernel.answer(Errno.ENOBUFS);

        assertThatThrownBy(this::three)
                .isInstanceOf(NetnsException.class)
                .hasMessage("RTM_SETLINK(link 7: up on): an answer was lost; it may have been done or not");
    }

    @Test
    void refuseWhatHasAnAnswer() {
        LinkName name = LinkName.of("blue");

        List<Runnable> answered = List.of(
                () -> rtnl.links().find(name),
                () -> rtnl.links().list(),
                () -> rtnl.links().createBridge(LinkSettings.named(name)),
                () -> rtnl.links().nameOf(7),
                () -> rtnl.links().macAddressOf(name),
                () -> rtnl.neighbours().forgetBehindPort(7, MacAddress.parse("02:00:00:00:00:01")),
                () -> rtnl.together(() -> {}));
        for (Runnable each : answered) {
            assertThatThrownBy(() -> rtnl.together(() -> {
                        rtnl.links().set(7, UP);
                        each.run();
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(" among orders that go together: [RTM_SETLINK(link 7: up on)]");
        }
        try (Descriptor file = Syscalls.open(Path.of("/dev/null"), Syscalls.O_RDONLY, 0)) {
            LinkSettings moved = new LinkSettings().netns(file);
            assertThatThrownBy(() -> rtnl.together(() -> rtnl.links().set(7, moved)))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> rtnl.together(() -> rtnl.setNetnsId(file, 5)))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(kernel.requests).isEmpty();
    }

    @Test
    void nothingIsSentIfThatThrows() {
        assertThatThrownBy(() -> rtnl.together(() -> {
                    rtnl.links().set(7, UP);
                    throw new IllegalArgumentException("enough");
                }))
                .hasMessage("enough");
        rtnl.together(() -> {});
        assertThat(kernel.requests).isEmpty();

        kernel.answer(ack());
        rtnl.links().set(7, UP);
        assertThat(kernel.requests).hasSize(1);
    }

    @Test
    void settingsThatChangeLaterAreAsTheyWereGiven() {
        kernel.answer(of(1, 0));
        LinkSettings settings = new LinkSettings().up();

        rtnl.together(() -> {
            rtnl.links().set(7, settings);
            rtnl.links().set(8, settings.mtu(1400));
        });
        int bare = kernel.requests.get(0).body().remaining();
        assertThat(kernel.requests.get(1).body().remaining()).isGreaterThan(bare);
    }

    @Test
    void otherThreadsWait() {
        kernel.answer(ack()).answer(ack());
        CompletableFuture<Void> other = new CompletableFuture<>();

        rtnl.together(() -> {
            Thread thread = new Thread(() -> {
                rtnl.links().set(9, UP);
                other.complete(null);
            });
            thread.start();
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            rtnl.links().set(7, UP);
        });
        other.join();
        assertThat(kernel.requests)
                .extracting(message -> message.body().getInt(4))
                .containsExactly(7, 9);
    }

    private void three() {
        rtnl.together(() -> {
            rtnl.links().set(7, UP);
            rtnl.links().set(8, UP);
            rtnl.links().set(9, UP);
        });
    }

    private static Part of(int message, int errno) {
        Part verdict = error(errno);
        return new Part(verdict.type(), verdict.flags(), first -> first + message, PORT, verdict.body());
    }
}
