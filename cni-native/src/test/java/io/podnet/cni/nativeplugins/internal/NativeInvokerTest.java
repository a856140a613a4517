// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.cni.CniDns;
import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result100;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.PluginReply;
import io.podnet.cni.spi.Support;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What plugins are spared: S01 to S57 of the conformance list, as far as a plugin without a process can meet them. */
class NativeInvokerTest {
    private static final String CONFIG = "{\"cniVersion\":\"1.1.0\",\"name\":\"net\",\"type\":\"fake\"}";

    @TempDir
    private Path runtime;

    private final Fake fake = new Fake("fake");
    private final Fake manager = new Fake("manager");
    private PluginInvoker invoker = NativePlugins.builder().build();

    @BeforeEach
    void makeInvoker() {
        invoker = NativePlugins.builder()
                .runtimeDirectory(runtime)
                .plugins(List.of(fake, manager))
                .build();
    }

    /** Notes what it was told. */
    private static final class Fake implements NativePlugin {
        private final String type;
        final List<String> calls = new ArrayList<>();
        RuntimeException failure = new IllegalStateException("unset");
        boolean fails;
        boolean remembers;
        Support here = Support.yes();
        int keysAsked;

        Fake(String type) {
            this.type = type;
        }

        private void note(String verb, NativeCall call) {
            if (fails) {
                throw failure;
            }
            calls.add(verb + " " + call.network() + " " + call.version() + " " + call.args());
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public Set<String> keys() {
            keysAsked++;
            return type.equals("manager") ? Set.of("subnet", "list", "list.a", "list.a.b", "any") : Set.of("mtu");
        }

        @Override
        public Set<String> capabilities() {
            return type.equals("manager") ? Set.of("ips") : Set.of("mac");
        }

        @Override
        public Support supports(ConfigObject config) {
            return here;
        }

        @Override
        public CniResult add(NativeCall call) {
            note("ADD", call);
            return new Result100(CniVersion.LATEST, List.of(), List.of(), List.of(), CniDns.EMPTY);
        }

        @Override
        public void check(NativeCall call) {
            note("CHECK", call);
        }

        @Override
        public void delete(NativeCall call) {
            if (remembers) {
                call.memory().keep(Map.of("link", "veth1"));
                assertThat(call.memory().facts()).containsEntry("link", "veth1");
                assertThat(call.memory().all()).containsKey(call.attachment());
            }
            note("DEL", call);
            assertThat(call.hasPod()).isFalse();
        }

        @Override
        public void gc(NativeCall call) {
            note("GC", call);
            calls.add(call.validAttachments().toString());
        }

        @Override
        public void status(NativeCall call) {
            note("STATUS", call);
        }
    }

    private static PluginCall call(CniVerb verb, String id, String netns, String ifName, String args, String config) {
        return new PluginCall(
                "fake", verb, id, netns, ifName, args, List.of(), Map.of(), config, Duration.ofSeconds(5));
    }

    private PluginReply invoke(CniVerb verb, String config) {
        boolean attachment = verb != CniVerb.GC && verb != CniVerb.STATUS;
        return invoker.invoke(call(verb, attachment ? "c1" : "", "", attachment ? "eth0" : "", "", config));
    }

    private static void assertFails(PluginReply reply, int code, String... text) {
        assertThat(reply.exit()).isEqualTo(1);
        assertThat(reply.stdout()).contains("\"code\":" + code + ",");
        for (String each : text) {
            assertThat(reply.stdout()).contains(each);
        }
    }

    @Test
    void delComesWithoutANamespaceAndPrintsNothing() {
        assertThat(invoke(CniVerb.DEL, CONFIG)).isEqualTo(new PluginReply(0, "", ""));
        assertThat(fake.calls).containsExactly("DEL net 1.1.0 {}");
    }

    @ParameterizedTest
    @EnumSource(
            value = CniVerb.class,
            names = {"GC", "STATUS"})
    void gcAndStatusNeedNoAttachment(CniVerb verb) {
        assertThat(invoke(verb, CONFIG).succeeded()).isTrue();
        assertThat(fake.calls).first().asString().startsWith(verb.name());
    }

    @Test
    void gcHearsWhatIsValid() {
        String config =
                CONFIG.replace("}", ",\"cni.dev/valid-attachments\":[{\"containerID\":\"c9\",\"ifname\":\"eth1\"}]}");
        assertThat(invoke(CniVerb.GC, config).succeeded()).isTrue();
        assertThat(fake.calls.get(1)).contains("c9").contains("eth1");
    }

    @ParameterizedTest
    @EnumSource(
            value = CniVerb.class,
            names = {"ADD", "CHECK"})
    void allThatIsMissingIsNamedAtOnce(CniVerb verb) {
        assertFails(
                invoker.invoke(call(verb, "", "", "", "", CONFIG)),
                4,
                "[CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME] missing");
        assertThat(fake.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"c/1,eth0", "c1,eth0:1", "c1,.", "c1,a/b", "c1,0123456789abcdef"})
    void badNamesAreRefused(String id, String ifName) {
        assertFails(invoker.invoke(call(CniVerb.DEL, id, "", ifName, "", CONFIG)), 4);
        assertThat(fake.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CHECK,0.3.1", "GC,1.0.0", "STATUS,1.0.0"})
    void verbsAreAsOldAsTheirVersions(CniVerb verb, String version) {
        PluginReply reply =
                invoker.invoke(call(verb, "c1", "/run/netns/none", "eth0", "", CONFIG.replace("1.1.0", version)));
        assertFails(reply, 1, "does not allow " + verb);
    }

    @Test
    void versionsThatAPluginDoesNotSpeakAreRefused() {
        assertFails(
                invoke(CniVerb.DEL, CONFIG.replace("1.1.0", "1.2.0")),
                1,
                "incompatible CNI versions",
                "1.2.0",
                "1.0.0");
        assertFails(invoke(CniVerb.DEL, CONFIG.replace("1.1.0", "a.b")), 1);
    }

    @Test
    void noVersionMeansTheOldest() {
        assertThat(invoke(CniVerb.DEL, "{\"name\":\"net\",\"type\":\"fake\"}").succeeded())
                .isTrue();
        assertThat(fake.calls).containsExactly("DEL net 0.1.0 {}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{} {}", "nonsense"})
    void whatIsNoConfigurationIsRefused(String config) {
        assertFails(invoke(CniVerb.DEL, config), 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", ".x"})
    void badNetworkNamesAreRefused(String name) {
        assertFails(invoke(CniVerb.DEL, CONFIG.replace("\"net\"", "\"" + name + "\"")), 7);
    }

    @Test
    void argumentsAreReadAsPairs() {
        assertThat(invoker.invoke(call(CniVerb.DEL, "c1", "", "eth0", "A=1;B=", CONFIG))
                        .succeeded())
                .isTrue();
        assertThat(fake.calls).containsExactly("DEL net 1.1.0 {A=1, B=}");
        assertFails(invoker.invoke(call(CniVerb.DEL, "c1", "", "eth0", "A=1;B", CONFIG)), 4, "invalid pair");
        assertFails(invoker.invoke(call(CniVerb.DEL, "c1", "", "eth0", "IgnoreUnknown=yes", CONFIG)), 4);
    }

    @Test
    void aNamespaceMustBeOne() throws Exception {
        Path file = Files.createFile(runtime.resolve("ordinary"));
        assertFails(
                invoker.invoke(call(CniVerb.ADD, "c1", file.toString(), "eth0", "", CONFIG)),
                8,
                "no network namespace");
        assertFails(invoker.invoke(call(CniVerb.ADD, "c1", "/proc/self/ns/net", "eth0", "", CONFIG)), 8, "same");
        assertThat(fake.calls).isEmpty();
    }

    @Test
    void versionIsAnsweredWithoutAConfiguration() {
        PluginReply reply = invoker.invoke(call(CniVerb.VERSION, "", "dummy", "dummy", "", ""));
        assertThat(reply.stdout())
                .isEqualTo("{\"cniVersion\":\"1.1.0\",\"supportedVersions\":"
                        + "[\"0.1.0\",\"0.2.0\",\"0.3.0\",\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]}");
    }

    @Test
    void failuresKeepTheirCodesAndOthersGet999() {
        fake.fails = true;
        fake.failure = CniException.builder("test", "later")
                .code(CniErrorCode.TRY_AGAIN_LATER)
                .details("in a \"while\"")
                .build();
        PluginReply typed = invoke(CniVerb.DEL, CONFIG);
        assertFails(typed, 11, "\"msg\":\"later\"", "\"details\":\"in a \\\"while\\\"\"");
        fake.failure = new IllegalArgumentException("what is this");
        assertFails(invoke(CniVerb.DEL, CONFIG), 999, "what is this");
    }

    @Test
    void whatDependsOnTheHostIsAskedEachTimeAndTheConfigurationReadOnce() {
        String config = "{\"type\":\"fake\",\"mtu\":1400,\"ipam\":{\"type\":\"manager\",\"subnet\":\"\"}}";
        assertThat(invoker.supports("fake", config, List.of())).isInstanceOf(Support.Yes.class);
        assertThat(invoker.supports("manager", config, List.of()))
                .as("the same text for another plugin")
                .isEqualTo(Support.yes());
        int asked = fake.keysAsked;
        for (Fake each : List.of(fake, manager)) {
            each.here = Support.no("not here");
            assertThat(invoker.supports("fake", config, List.of())).isEqualTo(Support.no("not here"));
            each.here = Support.yes();
            assertThat(invoker.supports("fake", config, List.of())).isEqualTo(Support.yes());
        }
        assertThat(fake.keysAsked).isEqualTo(asked);
        String wrong = config.replace("mtu", "mut");
        for (int i = 0; i < 2; i++) {
            assertThat(invoker.supports("fake", wrong, List.of()))
                    .isEqualTo(Support.no("key \"mut\" is not supported natively"));
        }
    }

    @Test
    void anUnknownTypeIsNoPlugin() {
        PluginCall call = call(CniVerb.DEL, "c1", "", "eth0", "", CONFIG).delegate("other", CniVerb.DEL);
        assertThatThrownBy(() -> invoker.invoke(call)).isInstanceOf(PluginInvocationException.class);
        assertThat(invoker.supports("other", "{}", List.of())).isInstanceOf(Support.No.class);
    }

    @Test
    void whatIsRememberedGoesWithSuccess() throws Exception {
        fake.remembers = true;
        assertThat(invoke(CniVerb.DEL, CONFIG).succeeded()).isTrue();
        assertThat(Files.exists(runtime.resolve("net/fake/c1-eth0"))).isFalse();
        fake.fails = true;
        assertThat(invoke(CniVerb.DEL, CONFIG).succeeded()).isFalse();
        assertThat(Files.readString(runtime.resolve("net/fake/c1-eth0"))).contains("\"link\":\"veth1\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'mtu':1,'vlan':3|key \"vlan\"",
                "'capabilities':{'bandwidth':true}|capability \"bandwidth\"",
                "'ipam':{'type':'dhcp'}|no native plugin of type \"dhcp\"",
                "'ipam':{'type':'manager','ranges':[]}|ipam: key \"ranges\"",
                "'ipam':{'type':'manager','list':[{'a':1},[{'x':1}]]}|ipam: key \"list.x\"",
                "'ipam':{'type':'manager','list':{'A':{'C':1}}}|ipam: key \"list.A.C\"",
                "'dns':{'nameserver':[]}|key \"dns.nameserver\"",
                "'ipam':{'subnet':'10.0.0.0/24'}|ipam has no type",
                "'ipam':3|ipam is no object"
            })
    void nothingThatIsWantedIsIgnored(String test) {
        String[] parts = test.split("\\|");
        Support support = invoker.supports("fake", "{" + parts[0].replace('\'', '"') + "}", List.of());
        assertThat(support)
                .isInstanceOfSatisfying(
                        Support.No.class, no -> assertThat(no.reason()).contains(parts[1]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'MTU':1,'name':'net','cniVersion':'1.0.0','dns':{},'args':{'cni':{}}",
                "'capabilities':{'bandwidth':false,'mac':true,'ips':true},'ipam':{'type':'manager','subnet':''}",
                "'ipam':{'type':'manager','list':[[{'a':{'b':1}},{'a':null}],[],1],'any':{'x':{}}}",
                "'cni.dev/valid-attachments':[],'prevResult':{},'runtimeConfig':{}"
            })
    void whatIsKnownIsSupported(String config) {
        assertThat(invoker.supports("fake", "{" + config.replace('\'', '"') + "}", List.of()))
                .isEqualTo(Support.yes());
    }

    @Test
    void aPropertyKeepsATypeForItsExecutable() {
        System.setProperty("podnet.cni.backend.fake", "exec");
        try {
            assertThat(invoker.supports("fake", "{}", List.of())).isInstanceOf(Support.No.class);
        } finally {
            System.clearProperty("podnet.cni.backend.fake");
        }
    }

    @Test
    void configurationsAreReadAsGoDoes() {
        ConfigObject config = ConfigObject.parse(
                "{\"Mtu\":1,\"MTU\":2,\"none\":null,\"list\":[\"a\"],\"in\":{\"gw\":\"10.0.0.1\"},\"net\":\"fd00::1/64\"}");
        assertThat(config.int32("mtu")).isEqualTo(2);
        assertThat(config.has("none")).isFalse();
        assertThat(config.strings("list")).containsExactly("a");
        assertThat(config.object("in").address("gw")).isPresent();
        assertThat(config.prefix("net").orElseThrow()).hasToString("fd00::1/64");
        assertThatThrownBy(() -> config.bool("mtu")).hasMessageContaining("mtu is no boolean");
        assertThatThrownBy(() -> config.object("in").integer("gw")).hasMessageContaining("in.gw is no whole number");
        assertThatThrownBy(() -> config.address("list")).hasMessageContaining("list is no text");
    }
}
