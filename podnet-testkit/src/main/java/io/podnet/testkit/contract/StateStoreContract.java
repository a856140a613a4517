// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.spi.StateStore;
import io.podnet.api.spi.StateStoreProvider;
import io.podnet.base.AtomicFiles.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link StateStore} keeps to; a store's own test extends it. Needs no privileges.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Tag("contract")
public abstract class StateStoreContract {
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    @TempDir
    Path directory;

    /** For subclasses. */
    protected StateStoreContract() {}

    /**
     * Gives the provider under test.
     *
     * @return the provider
     */
    protected abstract StateStoreProvider provider();

    private StateStore open() {
        return provider().open(directory.resolve("not/there/yet"));
    }

    @Test
    void introducesItself() {
        assertThat(provider().name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(provider().probe().isAvailable()).isTrue();
    }

    @Test
    void isEmptyAtFirst() {
        StateStore store = open();
        assertThat(store.ids()).isEmpty();
        assertThat(store.read(ONE)).isEmpty();
        assertThat(store.asides()).isEmpty();
        store.delete(ONE);
        store.setAside(ONE);
    }

    @Test
    void givesBackWhatWasWrittenLastToAnotherStoreToo() {
        String document = "{\"name\": \"gr\u00fcn \ud83d\ude80\"}\n" + " ".repeat(100_000);
        for (Durability durability : Durability.values()) {
            StateStore store = open();
            store.write(TWO, "{}", durability);
            store.write(ONE, "{}", durability);
            store.write(ONE, document, durability);
            assertThat(store.read(ONE)).contains(document);
            assertThat(open().read(ONE)).contains(document);
            assertThat(open().ids()).containsExactly(ONE, TWO);
        }
    }

    @Test
    void forgetsWhatIsDeleted() {
        StateStore store = open();
        store.write(ONE, "{}", Durability.DISK);
        store.write(TWO, "{}", Durability.DISK);
        store.delete(ONE);
        store.delete(ONE);
        assertThat(store.read(ONE)).isEmpty();
        assertThat(open().ids()).containsExactly(TWO);
    }

    @Test
    void whatIsSetAsideIsInNobodysWayUntilItIsDeleted() {
        StateStore store = open();
        store.write(ONE, "no JSON", Durability.DISK);
        store.setAside(ONE);
        assertThat(store.ids()).isEmpty();
        assertThat(store.read(ONE)).isEmpty();
        assertThat(open().asides()).containsOnlyKeys(ONE);
        store.write(ONE, "{}", Durability.DISK);
        assertThat(store.read(ONE)).contains("{}");
        store.delete(ONE);
        assertThat(store.asides()).isEmpty();
        assertThat(store.ids()).isEmpty();
    }

    @Test
    void readersSeeWholeDocumentsWhileOneIsWritten() throws Exception {
        StateStore store = open();
        List<String> documents = List.of("a".repeat(50_000), "b".repeat(70_000));
        store.write(ONE, documents.get(0), Durability.PAGE_CACHE);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                    for (int round = 0; round < 200; round++) {
                        store.write(ONE, documents.get(round % 2), Durability.PAGE_CACHE);
                    }
                })
                .whenComplete((nothing, failure) -> done.set(true));
        while (!done.get()) {
            assertThat(documents).contains(open().read(ONE).orElse("nothing"));
        }
        writer.get();
    }
}
