// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.netns.Feature;
import io.podnet.netns.LinkName;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsException;
import io.podnet.netns.NetnsExistsException;
import io.podnet.netns.NetnsIdentity;
import io.podnet.netns.NetnsNotFoundException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every {@link io.podnet.netns.spi.NamespaceBackend} does with namespaces; a backend's test extends it. The links in
 * them are the matter of {@link LinksContract}, processes that of {@link InsideProcessContract}, code of this JVM that of
 * {@link InJvmTaskContract}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Tag("contract")
public abstract class NamespaceBackendContract extends NamespaceFixture {
    /** For subclasses. */
    protected NamespaceBackendContract() {}

    @Test
    void aNewNamespaceIsPinnedListedAndHasOnlyALoopbackThatIsDown() throws Exception {
        try (Netns blue = namespaces.create(BLUE);
                Netns host = namespaces.current()) {
            assertThat(blue.path()).contains(pin(BLUE));
            assertThat(blue.identity()).isEqualTo(identityOf(look(pin(BLUE)))).isNotEqualTo(host.identity());
            assertThat(asSeenInside(blue)).isEqualTo(blue.identity().toString());
            assertThat(namespaces.list()).containsExactly(BLUE);
            assertThat(blue.links().list()).singleElement().satisfies(link -> {
                assertThat(link.name()).isEqualTo(LinkName.LOOPBACK);
                assertThat(link.isUp()).isFalse();
            });
        }
        assertThat(namespaces.list()).as("the pin outlives the handle").containsExactly(BLUE);
    }

    @Test
    void removingTakesPinAndFileAway() {
        namespaces.create(BLUE).close();

        assertThat(namespaces.remove(BLUE)).isTrue();

        assertThat(look(pin(BLUE))).doesNotExist();
        assertThat(namespaces.list()).isEmpty();
        assertThat(namespaces.remove(BLUE)).as("again").isFalse();
    }

    @Test
    void nothingIsListedOrRemovedWhereThereIsNoDirectory() {
        assertThat(namespaces.list()).isEmpty();
        assertThat(namespaces.remove(BLUE)).isFalse();
        assertThatExceptionOfType(NetnsNotFoundException.class).isThrownBy(() -> namespaces.open(BLUE));
    }

    @Test
    void aTakenNameIsRefusedAndItsNamespaceUnharmed() {
        try (Netns blue = namespaces.create(BLUE);
                Netns other = namespaces.createAnonymous()) {
            assertThatExceptionOfType(NetnsExistsException.class)
                    .isThrownBy(() -> namespaces.create(BLUE))
                    .withMessageContaining(pin(BLUE).toString())
                    .satisfies(e -> assertThat(e.errorCode()).isEqualTo("netns-exists"));
            assertThatExceptionOfType(NetnsExistsException.class).isThrownBy(() -> namespaces.pin(other, BLUE));

            try (Netns again = namespaces.open(BLUE)) {
                assertThat(again.identity()).isEqualTo(blue.identity());
            }
        }
    }

    @Test
    void ofManyWhoCreateOneNameAtOnceOneSucceeds() throws Exception {
        int threads = 6;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Callable<Optional<NetnsIdentity>> attempt = () -> {
                try (Netns mine = namespaces.create(BLUE)) {
                    return Optional.of(mine.identity());
                } catch (NetnsExistsException e) {
                    return Optional.empty();
                }
            };
            List<NetnsIdentity> winners = new ArrayList<>();
            for (Future<Optional<NetnsIdentity>> each : pool.invokeAll(Collections.nCopies(threads, attempt))) {
                each.get().ifPresent(winners::add);
            }
            assertThat(winners).singleElement().isEqualTo(identityOf(look(pin(BLUE))));
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aNamespaceWithoutANameLivesAsLongAsItsHandle() throws Exception {
        Netns namespace = namespaces.createAnonymous();

        assertThat(namespace.path()).isEmpty();
        assertThat(namespaces.list()).isEmpty();
        assertThat(identityOf(namespace.reference())).isEqualTo(namespace.identity());
        // That it goes with the handle is what the leak check looks at.
        namespace.close();
        namespace.close();
    }

    @Test
    void aHandleKeepsWhatWasRemoved() throws Exception {
        try (Netns blue = namespaces.create(BLUE)) {
            namespaces.remove(BLUE);

            assertThat(asSeenInside(blue)).isEqualTo(blue.identity().toString());
            assertThat(blue.links().find(LinkName.LOOPBACK)).isPresent();

            try (Netns next = namespaces.create(BLUE)) {
                assertThat(next.identity()).isNotEqualTo(blue.identity());
            }
        }
    }

    @Test
    void oneNamespaceIsOpenedInManyWays() throws Exception {
        try (Netns blue = namespaces.create(BLUE)) {
            Process process = blue.start(new ProcessBuilder("sleep", "60"));
            try (Netns byName = namespaces.open(BLUE);
                    Netns byPath = namespaces.open(pin(BLUE));
                    Netns byProcess = namespaces.ofProcess(process.pid());
                    Netns byReference = namespaces.open(blue.reference())) {
                assertThat(List.of(byName, byPath, byProcess, byReference))
                        .extracting(Netns::identity)
                        .containsOnly(blue.identity());
                assertThat(byPath.path()).contains(pin(BLUE));
                assertThat(byProcess.path()).isEmpty();
                assertThat(asSeenInside(byProcess)).isEqualTo(blue.identity().toString());
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void theCookieStaysAndIsNobodyElses() {
        try (Netns blue = namespaces.create(BLUE);
                Netns again = namespaces.open(BLUE);
                Netns other = namespaces.createAnonymous()) {
            assertThat(blue.cookie()).isEqualTo(again.cookie());
            assertThat(blue.cookie().isPresent()).isEqualTo(namespaces.supports(Feature.COOKIE));
            blue.cookie()
                    .ifPresent(
                            cookie -> assertThat(other.cookie().orElseThrow()).isNotEqualTo(cookie));
        }
    }

    @Test
    void whatIsNoNetworkNamespaceIsNotOpened() {
        assertThat(List.of("/etc/passwd", "/proc/self/ns/mnt", "/run", "/dev/null", "/no/such/file"))
                .allSatisfy(path -> assertThatThrownBy(() -> namespaces.open(Path.of(path)))
                        .isInstanceOf(NetnsNotFoundException.class)
                        .hasMessageContaining(path));
    }

    @Test
    void aPipeDoesNotMakeAnybodyWait() {
        makeDirectory();
        runInScope("mkfifo", pin(BLUE).toString());

        assertThatExceptionOfType(NetnsNotFoundException.class).isThrownBy(() -> namespaces.open(BLUE));

        runInScope("rm", pin(BLUE).toString());
    }

    @Test
    void aProcessThatIsGoneHasNoNamespace() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();

        assertThatExceptionOfType(NetnsNotFoundException.class)
                .isThrownBy(() -> namespaces.ofProcess(process.pid()))
                .withMessageContaining("process " + process.pid());
    }

    @Test
    void theNamespaceOfAProcessIsPinnedAndOutlivesIt() throws Exception {
        try (Netns anonymous = namespaces.createAnonymous()) {
            Process process = anonymous.start(new ProcessBuilder("sleep", "60"));
            NetnsIdentity identity;
            try (Netns ofProcess = namespaces.ofProcess(process.pid())) {
                identity = ofProcess.identity();
                assertThat(namespaces.pin(ofProcess, BLUE)).isEqualTo(pin(BLUE));
            } finally {
                process.destroyForcibly().waitFor();
            }
            anonymous.close();

            try (Netns blue = namespaces.open(BLUE)) {
                assertThat(blue.identity()).isEqualTo(identity);
                assertThat(asSeenInside(blue)).isEqualTo(identity.toString());
            }
        }
    }

    @Test
    void oneNamespaceMayHaveTwoPins() {
        try (Netns blue = namespaces.create(BLUE)) {
            namespaces.pin(blue, GREEN);

            assertThat(namespaces.list()).containsExactly(BLUE, GREEN);
            namespaces.remove(BLUE);
            try (Netns green = namespaces.open(GREEN)) {
                assertThat(green.identity()).isEqualTo(blue.identity());
            }
        }
    }

    /** What is left if a creation is killed between making the file and mounting on it, or by a reboot. */
    @Test
    void aFileThatWasNeverANamespaceIsRecovered() {
        makeDirectory();
        runInScope("touch", pin(BLUE).toString());

        assertThat(namespaces.list()).isEmpty();
        assertThatExceptionOfType(NetnsNotFoundException.class).isThrownBy(() -> namespaces.open(BLUE));
        assertThatExceptionOfType(NetnsExistsException.class)
                .isThrownBy(() -> namespaces.create(BLUE))
                .withMessageContaining("is no namespace");
        assertThat(namespaces.remove(BLUE)).isTrue();
        assertThat(look(pin(BLUE))).doesNotExist();
        namespaces.create(BLUE).close();
    }

    @Test
    void whatIsSomethingElseIsNeverRemoved() {
        makeDirectory();
        for (String making :
                List.of("echo data >", "mkdir", "ln -s /etc/passwd", "ln -s /proc/self/ns/net", "mkfifo")) {
            runInScope("sh", "-c", making + " " + pin(BLUE));

            assertThatThrownBy(() -> namespaces.remove(BLUE))
                    .as(making)
                    .isInstanceOfSatisfying(
                            NetnsException.class, e -> assertThat(e.errorCode()).isEqualTo("netns-not-a-pin"))
                    .hasMessageContaining(pin(BLUE).toString());
            assertThat(Files.exists(look(pin(BLUE)), LinkOption.NOFOLLOW_LINKS))
                    .as(making)
                    .isTrue();

            runInScope("rm", "-r", pin(BLUE).toString());
        }
    }

    @Test
    void namespacesMountedOnEachOtherAreAllTakenOff() {
        namespaces.create(BLUE).close();
        runInScope("mount", "--bind", pin(BLUE).toString(), pin(BLUE).toString());

        assertThat(namespaces.remove(BLUE)).isTrue();
        assertThat(look(pin(BLUE))).doesNotExist();
    }

    @Test
    void aPinThatIsBusyForAMomentIsRemovedAfterIt() throws Exception {
        namespaces.create(BLUE).close();
        // Something that is no namespace and not ours to unmount: unlink(2) says EBUSY meanwhile.
        runInScope("touch", "/run/other");
        runInScope("mount", "--bind", "/run/other", pin(BLUE).toString());
        Thread unmounting = new Thread(() -> {
            pause(400);
            runInScope("umount", pin(BLUE).toString());
        });
        unmounting.start();

        assertThat(namespaces.remove(BLUE)).isTrue();

        unmounting.join();
        assertThat(look(pin(BLUE))).doesNotExist();
        runInScope("rm", "/run/other");
    }

    @Test
    void aClosedHandleIsOfNoUse() {
        Netns blue = namespaces.create(BLUE);
        blue.close();

        assertThatThrownBy(blue::reference).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> blue.links().list()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> blue.start(new ProcessBuilder("true"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> namespaces.pin(blue, GREEN)).isInstanceOf(IllegalStateException.class);
        assertThat(look(pin(GREEN))).doesNotExist();
        assertThat(blue.identity()).as("what it was").isNotNull();
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
