// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.AddressRange;
import io.podnet.api.NetworkDriver;
import io.podnet.api.NetworkInfo;
import io.podnet.api.NetworkIpam;
import io.podnet.api.NetworkSpec;
import io.podnet.api.NetworkSubnet;
import io.podnet.api.PodException;
import io.podnet.api.PodnetEvent;
import io.podnet.api.internal.Settings;
import io.podnet.api.internal.event.Events;
import io.podnet.api.internal.lock.Locks;
import io.podnet.api.internal.record.Records;
import io.podnet.api.internal.store.FileStateStoreProvider;
import io.podnet.base.FileLocks.Held;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkChangesTest {
    @TempDir
    private Path directory;

    private final FakeLinks links = new FakeLinks();
    private final List<PodnetEvent> told = new ArrayList<>();
    private Settings settings;
    private Locks locks;
    private NetworkCatalog catalog;
    private NetworkChanges changes;

    @BeforeEach
    void open() throws IOException {
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        for (String each :
                List.of("bridge", "macvlan", "ipvlan", "host-local", "dhcp", "portmap", "firewall", "tuning")) {
            Files.createFile(
                    plugins.resolve(each),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        settings = new Settings(
                directory.resolve("state"),
                directory.resolve("run"),
                directory.resolve("netns"),
                directory.resolve("net.d"),
                List.of(plugins),
                directory.resolve("cache"),
                "podnet");
        CniClient cni = CniClient.builder()
                .pluginPath(settings.plugins())
                .cacheDirectory(settings.cache())
                .build();
        locks = new Locks(settings.runtime());
        catalog = new NetworkCatalog(settings.config(), cni);
        NetworkUsers users = new NetworkUsers(new Records(new FileStateStoreProvider().open(settings.state())), cni);
        changes = new NetworkChanges(
                settings, locks, catalog, users, links, cni, new Events(List.of(told::add)), Duration.ofMillis(50));
    }

    private static NetworkSpec named(String name) {
        return NetworkSpec.builder().name(name).build();
    }

    private Set<String> files() throws IOException {
        if (!Files.exists(settings.config())) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(settings.config())) {
            Set<String> names = new HashSet<>();
            files.forEach(each -> names.add(each.getFileName().toString()));
            return names;
        }
    }

    @Test
    void aNetworkIsAFileThatEverybodyMayRead() throws IOException {
        NetworkInfo blue = changes.create(named("blue"));
        Path file = settings.config().resolve("blue.conflist");
        assertThat(blue.file()).contains(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        assertThat(files()).containsExactlyInAnyOrder("blue.conflist", "cni.lock");
        assertThat(catalog.infos()).extracting(NetworkInfo::name).containsExactly("blue", "podnet");
        assertThat(told)
                .singleElement()
                .isInstanceOfSatisfying(
                        PodnetEvent.NetworkCreated.class,
                        event -> assertThat(event.network()).isEqualTo("blue"));
    }

    @Test
    void aFileThatIsGoneReplacesNoNetwork() throws IOException {
        Files.createDirectories(settings.config());
        Path file = settings.config().resolve("blue.conflist");
        Files.createSymbolicLink(file, directory.resolve("gone"));
        assertThat(catalog.find("podnet").file()).isEmpty();
        Files.delete(file);
        Files.writeString(file, "\"podnet\"");
        assertThatThrownBy(() -> catalog.find("podnet")).hasMessageContaining(file.toString());
    }

    @Test
    void isFoundByTheBeginningOfItsIdAndRemoved() throws IOException {
        NetworkInfo blue = changes.create(named("blue"));
        links.names.add("podnet1");
        assertThat(catalog.info(blue.shortId()).name()).isEqualTo("blue");
        changes.remove(blue.shortId());
        assertThat(files()).containsExactly("cni.lock");
        assertThat(links.removed).containsExactly("podnet1 [10.89.0.0/24]");
        assertThat(told.get(1)).isInstanceOf(PodnetEvent.NetworkRemoved.class);
    }

    @Test
    void aBeginningThatSeveralIdsHaveIsRefused() throws IOException {
        Files.createDirectories(settings.config());
        // Ten names suffice: two of eleven networks begin with the same of sixteen digits in all likelihood, these do.
        for (int i = 0; i < 10; i++) {
            changes.create(named("net" + i));
        }
        List<String> ids = catalog.infos().stream().map(NetworkInfo::id).toList();
        String twice = Stream.of("0123456789abcdef".split(""))
                .filter(digit -> ids.stream().filter(id -> id.startsWith(digit)).count() > 1)
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> catalog.find(twice)).hasMessage("more than one result for network ID " + twice);
        assertThatThrownBy(() -> catalog.find("")).hasMessageStartingWith("unable to find network with name or ID ");
    }

    @Test
    void theDefaultNetworkStays() {
        assertThatThrownBy(() -> changes.remove("podnet")).hasMessage("default network podnet cannot be removed");
        assertThatThrownBy(() -> changes.remove(NetworkId.of("podnet").substring(0, 6)))
                .hasMessage("default network podnet cannot be removed");
        assertThatThrownBy(() -> changes.remove("nope"))
                .hasMessageStartingWith("unable to find network with name or ID nope: network not found");
    }

    @Test
    void aBridgeThatAnotherConfigurationUsesStays() throws IOException {
        changes.create(named("blue"));
        Files.writeString(
                settings.config().resolve("other.conf"),
                "{\"cniVersion\":\"0.4.0\",\"name\":\"other\"," + "\"type\":\"bridge\",\"bridge\":\"podnet1\"}");
        changes.remove("blue");
        assertThat(links.removed).isEmpty();
    }

    @Test
    void nobodyElsesFileIsOverwritten() throws IOException {
        Files.createDirectories(settings.config());
        Path planted = settings.config().resolve("blue.conflist");
        Path secret = Files.writeString(directory.resolve("secret"), "mine");
        Files.createSymbolicLink(planted, secret);
        assertThatThrownBy(() -> changes.create(named("blue"))).isInstanceOf(PodException.class);
        assertThat(secret).hasContent("mine");
        Files.delete(planted);
        Files.writeString(planted, "{\"cniVersion\":\"0.4.0\",\"name\":\"green\",\"plugins\":[{\"type\":\"bridge\"}]}");
        assertThatThrownBy(() -> changes.create(named("blue")))
                .hasMessage("network name blue cannot be used: " + planted + " is there already");
    }

    @Test
    void aFileThatCannotBeUsedIsNotPassedOver() throws IOException {
        Files.createDirectories(settings.config());
        Files.writeString(settings.config().resolve("00.conflist"), "{\"name\":\"blue\",");
        assertThatThrownBy(() -> changes.create(named("blue")))
                .isInstanceOf(CniException.class)
                .hasMessageContaining("00.conflist");
        changes.create(named("green"));
        assertThat(catalog.infos()).extracting(NetworkInfo::name).containsExactly("green", "podnet");
    }

    @Test
    void aNetworkWhosePluginsAreMissingIsNotMade() throws IOException {
        Files.delete(directory.resolve("plugins/firewall"));
        assertThatThrownBy(() -> changes.create(named("blue")))
                .isInstanceOf(CniException.class)
                .hasMessageContaining("firewall");
        assertThat(files()).containsExactly("cni.lock");
        assertThat(told).isEmpty();
    }

    @Test
    void aNetworkThatAPodIsBeingAttachedToStays() {
        changes.create(named("blue"));
        try (Held attaching = locks.networks(List.of("blue"))) {
            assertThatThrownBy(() -> changes.remove("blue"))
                    .isInstanceOfSatisfying(
                            PodException.class, e -> assertThat(e.errorCode()).isEqualTo("network-in-use"));
        }
        changes.remove("blue");
    }

    @Test
    void networksMadeAtOnceShareNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<NetworkInfo>> tasks = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                NetworkSpec.Builder spec = NetworkSpec.builder().ipv6();
                NetworkSpec each =
                        i % 2 == 0 ? spec.build() : spec.name("n" + i).build();
                tasks.add(() -> changes.create(each));
            }
            List<IpPrefix> subnets = new ArrayList<>();
            Set<String> names = new HashSet<>();
            Set<String> bridges = new HashSet<>();
            for (Future<NetworkInfo> each : threads.invokeAll(tasks)) {
                NetworkInfo made = each.get();
                names.add(made.name());
                bridges.add(made.interfaceName().orElseThrow());
                for (NetworkSubnet subnet : made.subnets()) {
                    assertThat(subnets.stream().noneMatch(subnet.subnet()::overlaps))
                            .isTrue();
                    subnets.add(subnet.subnet());
                }
            }
            assertThat(names).hasSize(24);
            assertThat(bridges).hasSize(24);
            assertThat(subnets).hasSize(48);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Whatever is asked for: a network that is read back, or a clear refusal with nothing changed. */
    @Test
    void generatedDescriptionsAreMadeOrRefused() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int made = 0;
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            Set<String> before = files();
            NetworkSpec spec;
            try {
                spec = generate(random);
                NetworkInfo info = changes.create(spec);
                made++;
                assertThat(catalog.info(info.name())).isEqualTo(info);
                changes.remove(info.name());
            } catch (PodException | InvalidValueException e) {
                refused++;
                assertThat(e.getMessage()).as("seed %s", seed).isNotBlank().doesNotContain("Exception");
                assertThat(files().stream().filter(each -> !each.equals("cni.lock")))
                        .as("seed %s", seed)
                        .containsExactlyInAnyOrderElementsOf(before.stream()
                                .filter(each -> !each.equals("cni.lock"))
                                .toList());
            }
        }
        assertThat(made).as("seed %s", seed).isPositive();
        assertThat(refused).as("seed %s", seed).isPositive();
    }

    private static NetworkSpec generate(Random random) {
        NetworkSpec.Builder spec = NetworkSpec.builder();
        if (random.nextBoolean()) {
            spec.name(pick(
                    random,
                    "a",
                    "b.c",
                    "x-1",
                    "",
                    "..",
                    "../../etc/x",
                    "a/b",
                    "-v",
                    "n\n",
                    "\u0000",
                    "\u00e4",
                    "none",
                    "podnet",
                    "n".repeat(200),
                    "%d"));
        }
        spec.driver(pick(random, NetworkDriver.values()));
        if (random.nextInt(3) == 0) {
            spec.interfaceName(
                    pick(random, "eth0", "lo", "", ".", "a/b", "x".repeat(16), "br 1", "podnet0", "br%d", "\u20ac"));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            NetworkSubnet subnet = NetworkSubnet.of(prefix(random));
            if (random.nextInt(3) == 0) {
                subnet = subnet.withGateway(random.nextBoolean() ? inside(random, subnet.subnet()) : address(random));
            }
            if (random.nextInt(3) == 0) {
                InetAddress first = inside(random, subnet.subnet());
                subnet = random.nextBoolean()
                        ? subnet.withRange(prefix(random))
                        : subnet.withRange(new AddressRange(first, inside(random, subnet.subnet())));
            }
            spec.subnet(subnet);
        }
        if (random.nextInt(4) == 0) {
            spec.ipam(pick(random, NetworkIpam.values()));
        }
        if (random.nextInt(4) == 0) {
            spec.ipv6();
        }
        if (random.nextInt(4) == 0) {
            spec.internal();
        }
        if (random.nextInt(3) == 0) {
            spec.option(
                    pick(random, "mtu", "vlan", "isolate", "mode", "parent", "", "\u0000", "MTU"),
                    pick(
                            random,
                            "0",
                            "1",
                            "1500",
                            "65536",
                            "-1",
                            "",
                            "true",
                            "l2",
                            "bridge",
                            "9".repeat(30),
                            "1e3",
                            " 1"));
        }
        if (random.nextInt(4) == 0) {
            spec.label(pick(random, "a", "", "\"", "\u0000\ud800"), pick(random, "", "x=y", "</script>"));
        }
        return spec.build();
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... from) {
        return from[random.nextInt(from.length)];
    }

    private static InetAddress address(Random random) {
        byte[] bytes = new byte[random.nextInt(3) == 0 ? 16 : 4];
        random.nextBytes(bytes);
        return IpAddresses.of(bytes);
    }

    private static IpPrefix prefix(Random random) {
        InetAddress address = address(random);
        int bits = 8 * address.getAddress().length;
        return new IpPrefix(address, random.nextBoolean() ? random.nextInt(bits + 1) : bits * 3 / 4);
    }

    private static InetAddress inside(Random random, IpPrefix prefix) {
        byte[] bytes = prefix.address().getAddress();
        bytes[bytes.length - 1] |= (byte) random.nextInt(8);
        return IpAddresses.of(bytes);
    }
}
