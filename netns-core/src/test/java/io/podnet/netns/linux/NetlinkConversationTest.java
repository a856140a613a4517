// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.NLM_F_ACK;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_DUMP;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_DUMP_INTR;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_MULTI;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_REQUEST;
import static io.podnet.netns.linux.ScriptedTransport.PORT;
import static io.podnet.netns.linux.ScriptedTransport.ack;
import static io.podnet.netns.linux.ScriptedTransport.done;
import static io.podnet.netns.linux.ScriptedTransport.error;
import static io.podnet.netns.linux.ScriptedTransport.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.netns.NetnsException;
import io.podnet.netns.linux.ScriptedTransport.Part;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class NetlinkConversationTest {
    private static final NetlinkRequest REQUEST = new NetlinkRequest("RTM_TEST", 0x76, "something", w -> w.s32(9));

    private final ScriptedTransport kernel = new ScriptedTransport();
    private final NetlinkConversation conversation = new NetlinkConversation(kernel);

    @Test
    void numbersItsRequestsAndAsksForAVerdict() {
        kernel.answer(ack()).answer(ack());

        conversation.order(REQUEST);
        conversation.order(REQUEST);

        int first = kernel.requests.get(0).sequence();
        assertThat(kernel.requests).extracting(NetlinkMessage::sequence).containsExactly(first, first + 1);
        assertThat(kernel.requests).extracting(NetlinkMessage::type).containsOnly(0x76);
        assertThat(kernel.requests).extracting(NetlinkMessage::flags).containsOnly(NLM_F_REQUEST | NLM_F_ACK);
    }

    @Test
    void noTwoConversationsUseTheSameNumber() {
        ScriptedTransport elsewhere = new ScriptedTransport().answer(ack());
        kernel.answer(ack());

        conversation.order(REQUEST);
        new NetlinkConversation(elsewhere).order(REQUEST);

        assertThat(elsewhere.requests.get(0).sequence())
                .isNotEqualTo(kernel.requests.get(0).sequence());
    }

    @Test
    void readsADumpOverManyDatagramsToItsEnd() {
        kernel.answer(List.of(value(1, NLM_F_MULTI), value(2, NLM_F_MULTI)), value(3, NLM_F_MULTI), done(NLM_F_MULTI));

        assertThat(dump()).containsExactly(1, 2, 3);
        assertThat(kernel.requests.get(0).flags()).isEqualTo(NLM_F_REQUEST | NLM_F_DUMP);
    }

    @Test
    void skipsWhatIsForSomebodyElseOrFromEarlier() {
        kernel.answer(
                new Part(0x77, 0, sequence -> sequence - 1, PORT, new byte[4]),
                new Part(NetlinkConstants.NLMSG_ERROR, 0, sequence -> sequence - 1, PORT, new byte[20]),
                new Part(0x77, 0, sequence -> sequence, PORT + 1, new byte[4]),
                new Part(NetlinkConstants.NLMSG_NOOP, 0, new byte[0]),
                value(5, 0),
                ack());

        assertThat(conversation.request(REQUEST, NetlinkConversationTest::number))
                .containsExactly(5);
    }

    @Test
    void readsADumpAgainThatChangedMeanwhile() {
        kernel.answer(value(1, NLM_F_MULTI), value(2, NLM_F_MULTI | NLM_F_DUMP_INTR), done(NLM_F_MULTI))
                .answer(value(1, NLM_F_MULTI), done(NLM_F_MULTI | NLM_F_DUMP_INTR))
                .answer(value(3, NLM_F_MULTI), done(NLM_F_MULTI));

        assertThat(dump()).containsExactly(3);
    }

    @Test
    void givesInToADumpThatNeverRests() {
        for (int attempt = 0; attempt < 10; attempt++) {
            kernel.answer(value(1, NLM_F_MULTI | NLM_F_DUMP_INTR), done(NLM_F_MULTI));
        }
        assertThatThrownBy(this::dump)
                .isInstanceOf(NetnsException.class)
                .hasMessage("RTM_TEST(something): changed or overflowed 10 times while it was read")
                .extracting(e -> ((NetnsException) e).errorCode())
                .isEqualTo("netns-busy");
        assertThat(kernel.requests).hasSize(10);
    }

    @Test
    void readsADumpAgainOfWhichSomethingWasLost() {
        kernel.answer(value(1, NLM_F_MULTI), Errno.ENOBUFS, done(NLM_F_MULTI))
                .answer(new Part(NetlinkConstants.NLMSG_OVERRUN, 0, new byte[0]), done(NLM_F_MULTI))
                .answer(value(2, NLM_F_MULTI), done(NLM_F_MULTI));

        assertThat(dump()).containsExactly(2);
    }

    @Test
    void makesRoomForAnAnswerThatWasCutOff() {
        Part large = new Part(0x77, NLM_F_MULTI, new byte[100_000]);
        kernel.answer(large, done(NLM_F_MULTI)).answer(large, done(NLM_F_MULTI));

        assertThat(conversation.dump(
                        REQUEST, message -> Optional.of(message.body().limit())))
                .containsExactly(100_000);
    }

    @Test
    void saysThatTheOutcomeIsUnknownIfAVerdictWasLost() {
        kernel.answer(Errno.ENOBUFS);

        assertThatThrownBy(() -> conversation.order(REQUEST))
                .isInstanceOf(NetnsException.class)
                .hasMessage("RTM_TEST(something): the answer was lost; it may have been done or not");
        assertThat(kernel.requests).hasSize(1);
    }

    @Test
    void saysWhatTheKernelSays() {
        kernel.answer(error(17)).answer(value(1, NLM_F_MULTI), error(19));

        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(() -> conversation.order(REQUEST))
                .withMessage("RTM_TEST(something): EEXIST (17) File exists")
                .matches(e -> e.is(Errno.EEXIST) && e.operation().equals("RTM_TEST"));
        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(this::dump)
                .withMessage("RTM_TEST(something): ENODEV (19) No such device");
    }

    @Test
    void saysThatNoAnswerCameInTime() {
        kernel.answer();

        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(() -> conversation.order(REQUEST))
                .withMessageContaining("RTM_TEST(something): EAGAIN (11)")
                .withMessageContaining("while waiting for the answer");
    }

    @Test
    void readsTheRestOfADumpThatItCannotRead() {
        kernel.answer(value(-1, NLM_F_MULTI), value(1, NLM_F_MULTI), done(NLM_F_MULTI))
                .answer(value(2, NLM_F_MULTI), done(NLM_F_MULTI));

        assertThatThrownBy(this::dump).isInstanceOf(MalformedMessageException.class);
        assertThat(dump()).containsExactly(2);
    }

    @Test
    void whatIsNotThereIsNoFailure() {
        kernel.answer(value(7, 0), ack())
                .answer(error(2))
                .answer(error(17))
                .answer(ack())
                .answer(Errno.ENOBUFS);
        assertThat(conversation.find(REQUEST, Set.of(Errno.ENOENT), NetlinkConversationTest::number))
                .contains(7);
        assertThat(conversation.find(REQUEST, Set.of(Errno.ENOENT), NetlinkConversationTest::number))
                .isEmpty();
        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(() -> conversation.find(REQUEST, Set.of(Errno.ENOENT), NetlinkConversationTest::number))
                .withMessage("RTM_TEST(something): EEXIST (17) File exists");
        assertThat(conversation.find(REQUEST, Set.of(Errno.ENOENT), NetlinkConversationTest::number))
                .isEmpty();
        assertThatThrownBy(() -> conversation.find(REQUEST, Set.of(Errno.ENOENT), NetlinkConversationTest::number))
                .isInstanceOf(NetnsException.class)
                .hasMessage("RTM_TEST(something): the answer was lost");
        assertThat(kernel.requests).extracting(NetlinkMessage::flags).containsOnly(NLM_F_REQUEST);
    }

    @Test
    void sendsABatchAtOnceAndWaitsForTheLastOrder() {
        kernel.answer(of(2, 0));

        batch();
        assertThat(kernel.requests)
                .extracting(NetlinkMessage::flags)
                .containsExactly(NLM_F_REQUEST, NLM_F_REQUEST, NLM_F_REQUEST | NLM_F_ACK, NLM_F_REQUEST);
        int first = kernel.requests.get(0).sequence();
        assertThat(kernel.requests)
                .extracting(NetlinkMessage::sequence)
                .containsExactly(first, first + 1, first + 2, first + 3);
        kernel.answer(ack());
        conversation.order(REQUEST);
        assertThat(kernel.requests.get(4).sequence()).isEqualTo(first + 4);
    }

    @Test
    void saysWhichOrderOfABatchWasRefused() {
        kernel.answer(of(1, 17), of(2, 0));
        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(this::batch)
                .withMessage("RTM_TEST(one): EEXIST (17) File exists");
        kernel.answer(List.of(of(1, 2), of(2, 17)));
        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(this::batch)
                .withMessage("RTM_TEST(one): ENOENT (2) No such file or directory");
        // All of it, before any order was looked at.
        kernel.answer(of(0, 85));
        assertThatExceptionOfType(NativeException.class).isThrownBy(this::batch).matches(e -> e.is(Errno.ERESTART));
        kernel.answer(Errno.ENOBUFS);
        assertThatThrownBy(this::batch)
                .isInstanceOf(NetnsException.class)
                .hasMessage("RTM_TEST(begin): an answer was lost; it may have been done or not");
    }

    private void batch() {
        conversation.batch(named("begin"), List.of(named("one"), named("two")), named("end"));
    }

    private static NetlinkRequest named(String subject) {
        return new NetlinkRequest("RTM_TEST", 0x42, subject, writer -> {});
    }

    /** A verdict on one message of a batch. */
    private static Part of(int message, int errno) {
        Part verdict = error(errno);
        return new Part(verdict.type(), verdict.flags(), first -> first + message, PORT, verdict.body());
    }

    @Test
    void closesItsTransport() {
        conversation.close();
        assertThat(kernel.closed).isTrue();
    }

    private List<Integer> dump() {
        return conversation.dump(REQUEST, NetlinkConversationTest::number);
    }

    private static Optional<Integer> number(NetlinkMessage message) {
        int number = message.body().getInt(0);
        if (number < 0) {
            throw new MalformedMessageException("negative");
        }
        return Optional.of(number);
    }
}
