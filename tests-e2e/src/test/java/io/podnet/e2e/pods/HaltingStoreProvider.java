// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import io.podnet.api.spi.StateStore;
import io.podnet.api.spi.StateStoreProvider;
import io.podnet.base.AtomicFiles.Durability;
import io.podnet.base.Availability;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The usual store, but the JVM ends right after a given number of writes and deletions, as by {@code kill -9}: no handler,
 * no finally block runs. Named only; nobody gets it by chance.
 */
public final class HaltingStoreProvider implements StateStoreProvider {
    static final String NAME = "halting";
    static final String PROPERTY = "podnet.test.halt-after";
    static final int STATUS = 137;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int priority() {
        return 1;
    }

    @Override
    public Availability probe() {
        return Availability.available("");
    }

    @Override
    public StateStore open(Path directory) {
        StateStoreProvider usual = ServiceLoader.load(StateStoreProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> !each.name().equals(NAME))
                .findFirst()
                .orElseThrow();
        return new Halting(usual.open(directory), Integer.getInteger(PROPERTY));
    }

    private record Halting(StateStore usual, AtomicInteger left) implements StateStore {
        Halting(StateStore usual, int writes) {
            this(usual, new AtomicInteger(writes));
        }

        private void done() {
            if (left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(STATUS);
            }
        }

        @Override
        public List<String> ids() {
            return usual.ids();
        }

        @Override
        public Optional<String> read(String id) {
            return usual.read(id);
        }

        @Override
        public void write(String id, String document, Durability durability) {
            usual.write(id, document, durability);
            done();
        }

        @Override
        public void delete(String id) {
            usual.delete(id);
            done();
        }

        @Override
        public void setAside(String id) {
            usual.setAside(id);
        }

        @Override
        public List<Path> abandonedFiles() {
            return usual.abandonedFiles();
        }

        @Override
        public SortedMap<String, String> asides() {
            return usual.asides();
        }
    }
}
