// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.doctor;

import io.podnet.api.Finding;
import io.podnet.api.Finding.Level;
import io.podnet.api.spi.StateStoreProvider;
import io.podnet.base.Availability;
import io.podnet.base.Backend;
import io.podnet.base.BackendCandidate;
import io.podnet.base.BackendSelector;
import io.podnet.base.NoBackendException;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.inspect.spi.InspectConverter;
import io.podnet.netns.Namespaces;
import io.podnet.netns.spi.NamespaceBackend;
import io.podnet.rootless.spi.PortForwarder;
import io.podnet.rootless.spi.UserStack;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;

/** The providers of each SPI that were found, and why each is used or not. */
final class ProviderCheck {
    /** Each thing gets the provider that suits it. */
    private static final String AUTO = "auto";

    private ProviderCheck() {}

    static List<Finding> run(Person person) {
        Findings findings = new Findings("providers");
        Level rootless = person.isPrivileged() ? Level.NOTE : Level.FAULT;
        new Spi<>(NamespaceBackend.class, Namespaces.BACKEND_PROPERTY, "", "", Level.FAULT)
                .report(findings, ServiceLoader.load(NamespaceBackend.class));
        new Spi<>(PluginInvoker.class, "podnet.cni.backend", "PODNET_CNI_BACKEND", AUTO, Level.FAULT)
                .report(findings, ServiceLoader.load(PluginInvoker.class));
        new Spi<>(StateStoreProvider.class, "podnet.api.store", "", "", Level.FAULT)
                .report(findings, ServiceLoader.load(StateStoreProvider.class));
        new Spi<>(InspectConverter.class, "podnet.inspect.backend", "", "", Level.LIMIT)
                .report(findings, ServiceLoader.load(InspectConverter.class));
        new Spi<>(UserStack.class, "podnet.rootless.stack", "", "", rootless)
                .report(findings, ServiceLoader.load(UserStack.class));
        new Spi<>(PortForwarder.class, "podnet.none", "", AUTO, rootless)
                .report(findings, ServiceLoader.load(PortForwarder.class));
        return findings.all();
    }

    /**
     * An SPI.
     *
     * @param type its interface
     * @param property names a provider
     * @param variable the environment variable that does so if the property does not; may be empty
     * @param usual what counts if nobody names a provider: {@value #AUTO}, or empty for the first that can work
     * @param without what it means that none can work
     */
    private record Spi<B extends Backend>(
            Class<B> type, String property, String variable, String usual, Level without) {
        void report(Findings findings, ServiceLoader<B> loader) {
            BackendSelector<B> selector;
            try {
                selector = BackendSelector.of(type, loader);
            } catch (NoBackendException e) {
                findings.add(without, type.getSimpleName(), e.getMessage(), "remove one of the two");
                return;
            }
            String byProperty = System.getProperty(property, "");
            String byVariable = Objects.requireNonNullElse(System.getenv(variable), "");
            String named = byProperty.isEmpty() ? byVariable : byProperty;
            String namer = byProperty.isEmpty() ? "environment variable " + variable : "property " + property;
            String wanted = named.isEmpty() ? usual : named;
            String chosen = wanted;
            try {
                if (!wanted.equals(AUTO)) {
                    chosen = selector.named(wanted).select().name();
                }
            } catch (NoBackendException e) {
                findings.add(without, type.getSimpleName(), e.getMessage(), cure(named));
            }
            for (BackendCandidate each : selector.candidates()) {
                report(findings, each, chosen, named.isEmpty() ? "" : namer);
            }
        }

        private String cure(String named) {
            return named.isEmpty() ? "see the reasons of each" : "name another one by the property " + property;
        }

        private void report(Findings findings, BackendCandidate candidate, String chosen, String namer) {
            String subject = type.getSimpleName() + " " + candidate.name();
            String origin = detail(candidate) + " (priority " + candidate.priority() + ", " + candidate.module() + ")";
            if (candidate.availability() instanceof Availability.Unavailable unavailable) {
                findings.note(subject, "cannot work: " + unavailable.reason() + origin);
            } else if (chosen.equals(AUTO)) {
                findings.good(subject, "used where it serves, the highest priority first" + origin);
            } else if (!candidate.name().equals(chosen)) {
                findings.note(subject, "can work, but " + chosen + " is used" + origin);
            } else if (!namer.isEmpty()) {
                findings.good(subject, "used: named by the " + namer + origin);
            } else {
                findings.good(subject, "used: the first that can work" + origin);
            }
        }
    }

    private static String detail(BackendCandidate candidate) {
        return candidate.availability() instanceof Availability.Available available
                        && !available.detail().isEmpty()
                ? "; " + available.detail()
                : "";
    }
}
