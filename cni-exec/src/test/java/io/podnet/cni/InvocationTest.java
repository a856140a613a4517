// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static io.podnet.cni.FakeInvoker.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.cni.spi.PluginReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client makes of a backend's answers: I17 to I31 and I41 to I49 of the conformance list. */
class InvocationTest extends ClientFixture {
    private final Attachment attachment =
            Attachment.builder(ID, LIVE).ifName(IF_NAME).arg("A", "B").build();

    private CniClient over(FakeInvoker invoker, CniMode mode) {
        return client().mode(mode)
                .invokers(List.of(invoker))
                .environment(() -> Map.of("TRACEPARENT", "00-1-2-01"))
                .build();
    }

    private CniResult add(String reply, String version) {
        String cniVersion = version == null ? "" : ",\"cniVersion\":\"" + version + "\"";
        NetworkConfigList network = single("{\"type\":\"noop\",\"name\":\"net\"" + cniVersion + "}");
        return over(new FakeInvoker(call -> success(reply)), CniMode.LIBCNI).add(network, attachment);
    }

    private final NetworkConfigList network =
            single("{\"type\":\"noop\",\"name\":\"net\",\"cniVersion\":\"1.0.0\",\"other\":[1,2]}");

    @Test
    void i17_theResultIsDecoded() {
        CniResult result =
                add("{\"cniVersion\":\"0.3.1\",\"ips\":[{\"version\":\"4\",\"address\":\"1.2.3.4/24\"}]}", "0.3.1");
        assertThat(result).isInstanceOf(Result040.class);
        assertThat(result.ips().get(0).address()).hasToString("1.2.3.4/24");
    }

    @Test
    void i18_everythingIsForwarded() {
        FakeInvoker invoker = new FakeInvoker(call -> success("{}"));
        over(invoker, CniMode.LIBCNI).add(network, attachment);
        assertThat(invoker.calls)
                .containsExactly(new PluginCall(
                        "noop",
                        CniVerb.ADD,
                        ID,
                        LIVE.toString(),
                        IF_NAME,
                        "A=B",
                        List.of(bin()),
                        Map.of("TRACEPARENT", "00-1-2-01"),
                        "{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"other\":[1,2],\"type\":\"noop\"}",
                        Duration.ofSeconds(60)));
        assertThat(invoker.calls.get(0)).hasToString("ADD noop for some-container-id some-eth0");
    }

    @Test
    void i19_i25_i29_theBackendsErrorIsReturned() {
        PluginInvocationException error = new PluginInvocationException(
                PluginInvocationException.Reason.NOT_STARTED, "plugin is on strike", "", "said so", null);
        FakeInvoker invoker = new FakeInvoker(call -> {
            throw error;
        });
        for (CniMode mode : CniMode.values()) {
            CniClient cni = over(invoker, mode);
            List<Work> works = List.of(
                    () -> cni.add(network, attachment),
                    () -> cni.delete(network, attachment),
                    () -> cni.versions("noop"));
            for (Work work : works) {
                CniException failure = failure(work);
                assertThat(failure).hasMessageContaining("plugin is on strike").hasCause(error);
                assertThat(failure.errorCode()).isEqualTo("cni-plugin-not-started");
            }
        }
    }

    @Test
    void i20_i26_withoutBackendsGivenExecutablesAreRun() {
        FakePlugin noop = install("noop").answers("ADD", "{}");
        client().mode(CniMode.LIBCNI).build().add(network, attachment);
        assertThat(noop.log()).containsExactly("noop ADD");
    }

    @ParameterizedTest
    @CsvSource({
        "i21, '{}', 0.4.0, 0.4.0",
        "i22, '{\"cniVersion\":\"\"}', 0.4.0, 0.4.0",
        "i23, '{}', , 0.1.0",
        "i23, '{\"cniVersion\":\"\"}', , 0.1.0",
        "null is an empty result, null, 1.1.0, 1.1.0",
        "an error with exit status 0 is an empty result, '{\"code\":7,\"msg\":\"x\"}', 1.0.0, 1.0.0",
    })
    void i21_to_i23_aResultWithoutVersionTakesTheConfigurations(
            String number, String reply, String config, String expected) {
        assertThat(add(reply, config).cniVersion()).as(number).isEqualTo(CniVersion.parse(expected));
    }

    @Test
    void i24_otherVerbsForwardTheirArgumentsToo() {
        FakeInvoker invoker = new FakeInvoker(call -> success(""));
        over(invoker, CniMode.LIBCNI).delete(network, attachment);
        PluginCall call = invoker.calls.get(0);
        assertThat(call.verb()).isEqualTo(CniVerb.DEL);
        assertThat(List.of(call.containerId(), call.netns(), call.ifName(), call.args()))
                .containsExactly(ID, LIVE.toString(), IF_NAME, "A=B");
    }

    @Test
    void i27_i28_i31_versionSendsOnlyAVersionAndDummies() {
        FakeInvoker invoker =
                new FakeInvoker(call -> success("{\"cniVersion\":\"1.1.0\",\"supportedVersions\":[\"2.0.0\"]}"));
        assertThat(over(invoker, CniMode.IMPROVED).versions("noop")).containsExactly("2.0.0");
        PluginCall call = invoker.calls.get(0);
        assertThat(call.verb()).isEqualTo(CniVerb.VERSION);
        assertThat(call.config()).isEqualTo("{\"cniVersion\":\"1.1.0\"}");
        assertThat(List.of(call.containerId(), call.netns(), call.ifName(), call.args()))
                .containsExactly("", "dummy", "dummy", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "i30 | 1 | {\"msg\":\"unknown CNI_COMMAND: VERSION\"} | 0.1.0",
                "i45, from before VERSION | 1 | {\"code\":100,\"msg\":\"unknown CNI_COMMAND: VERSION\"} | 0.1.0",
                "i46, the first with VERSION | 0 | {\"cniVersion\":\"0.2.0\"} | 0.1.0,0.2.0",
                "i46 | 0 | {\"cniVersion\":\"0.2.0\",\"supportedVersions\":[\"0.1.0\",\"0.2.0\"]} | 0.1.0,0.2.0",
                "i47, its own list | 0 | {\"cniVersion\":\"0.2.0\",\"supportedVersions\":[\"0.1.0\",\"0.999.0\"]} | "
                        + "0.1.0,0.999.0",
                "i48, of 0.3.1 | 0 | {\"cniVersion\":\"0.3.1\",\"supportedVersions\":[\"0.2.0\",\"0.3.0\",\"0.3.1\"]} | "
                        + "0.2.0,0.3.0,0.3.1",
                "i49, of today | 0 | {\"cniVersion\":\"1.1.0\",\"supportedVersions\":[\"0.1.0\",\"1.1.0\"]} | 0.1.0,1.1.0",
            })
    void i30_i45_to_i49_versionsOfOldPlugins(String number, int exit, String stdout, String expected) {
        FakePlugin plugin = install("noop")
                .on(
                        "VERSION",
                        // As plugins of old did before they looked at the command.
                        "[ -n \"$CNI_NETNS\" ] && [ -n \"$CNI_IFNAME\" ] && [ -n \"$CNI_PATH\" ] || exit 7\n" + "echo '"
                                + stdout + "'; exit " + exit);
        for (CniMode mode : CniMode.values()) {
            assertThat(client().mode(mode).build().versions(plugin.type()))
                    .as(number)
                    .containsExactly(expected.split(","));
        }
    }

    private CniException add(PluginReply reply, CniMode mode) {
        FakeInvoker invoker = new FakeInvoker(call -> call.verb() == CniVerb.ADD ? reply : success(""));
        return failure(() -> over(invoker, mode).add(network, attachment));
    }

    @Test
    void i41_errorsAreThePlugins() {
        PluginReply reply = new PluginReply(1, "{\"code\":11,\"msg\":\"busy\",\"details\":\"later\"}", "noise");
        for (CniMode mode : CniMode.values()) {
            CniException failure = add(reply, mode);
            assertThat(failure.code()).isEqualTo(11);
            assertThat(failure.msg()).isEqualTo("busy");
            assertThat(failure.details()).isEqualTo("later");
        }
        assertThat(add(reply, CniMode.LIBCNI))
                .hasMessage("plugin type=\"noop\" name=\"net\" failed (add): busy; later");
        assertThat(add(reply, CniMode.IMPROVED))
                .hasMessage("network \"net\": plugin type=\"noop\" name=\"net\" failed (add): busy; later; "
                        + "standard error: noise");
    }

    @Test
    void i42_standardErrorAloneIsQuoted() {
        PluginReply reply = new PluginReply(3, "", "some \"text\"\n\ttab");
        assertThat(add(reply, CniMode.LIBCNI).msg()).isEqualTo("netplugin failed: \"some \\\"text\\\"\\n\\ttab\"");
        assertThat(add(reply, CniMode.IMPROVED).msg())
                .isEqualTo("netplugin failed: \"some \\\"text\\\"\\n\\ttab\": exit status 3");
    }

    @Test
    void i43_silenceTellsTheExitStatus() {
        for (CniMode mode : CniMode.values()) {
            assertThat(add(new PluginReply(1, "", ""), mode).msg())
                    .isEqualTo("netplugin failed with no error message: exit status 1");
        }
    }

    @Test
    void i44_libcnisWordsForAnUnexecutablePlugin() throws Exception {
        FakePlugin noop = install("noop");
        java.nio.file.Files.setPosixFilePermissions(
                noop.executable(), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(failure(() -> libcni().add(network, attachment)).msg())
                .isEqualTo("netplugin failed with no error message: fork/exec " + noop.executable()
                        + ": permission denied");
        assertThat(failure(() -> improved().add(network, attachment))).hasMessageContaining("error=13");
        // Nothing ran, so there is nothing to undo.
        assertThat(noop.calls()).isEmpty();
        assertThat(cacheFile("net")).doesNotExist();
    }

    @Test
    void whatIsNoErrorObjectIsShown() {
        for (CniMode mode : CniMode.values()) {
            assertThat(add(new PluginReply(1, "Traceback", "oops"), mode).msg())
                    .isEqualTo("netplugin failed but error parsing its diagnostic message \"Traceback\": "
                            + "invalid character 'T' looking for beginning of value");
            assertThat(add(new PluginReply(1, "{\"code\":\"x\"}", ""), mode).msg())
                    .contains("error parsing");
            assertThat(add(new PluginReply(1, "{\"msg\":\"a\"}{\"msg\":\"b\"}", ""), mode)
                            .msg())
                    .contains("error parsing its diagnostic message");
        }
        assertThat(add(new PluginReply(1, "Traceback", "oops"), CniMode.IMPROVED))
                .hasMessageContaining("oops");
        assertThat(add(new PluginReply(5, "{}", ""), CniMode.LIBCNI).msg()).isEmpty();
        assertThat(add(new PluginReply(5, "{}", ""), CniMode.IMPROVED).msg())
                .isEqualTo("netplugin failed without a message (exit status 5): \"{}\"");
    }

    @Test
    void aBackendThatBreaksIsUndoneToo() {
        RuntimeException broken = new IllegalStateException("broken");
        FakeInvoker invoker = new FakeInvoker(call -> {
            if (call.verb() == CniVerb.ADD) {
                throw broken;
            }
            return success("");
        });
        assertThat(catchThrowable(() -> over(invoker, CniMode.IMPROVED).add(network, attachment)))
                .isSameAs(broken);
        assertThat(invoker.calls).extracting(PluginCall::verb).containsExactly(CniVerb.ADD, CniVerb.DEL);
        assertThat(cacheFile("net")).doesNotExist();
    }
}
