// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what {@link PodnetHosts} says. */
final class HostsExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Logger LOG = LoggerFactory.getLogger(HostsExtension.class.getPackageName());
    private static final Namespace NAMESPACE = Namespace.create(HostsExtension.class);
    private static final String DIRECTORY = "hosts";

    HostsExtension() {}

    /** So that the constructor's hosts are the test's. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        hosts(context);
    }

    /** Makes them when they are first needed; JUnit closes what is in the store if nobody did earlier. */
    private static Hosts hosts(ExtensionContext context) {
        return context.getStore(NAMESPACE).computeIfAbsent(Hosts.class, key -> create(wanted(context)), Hosts.class);
    }

    private static Hosts create(PodnetHosts wanted) {
        Hosts hosts = Hosts.create(wanted.value());
        if (wanted.captures() != Captures.NEVER) {
            try {
                hosts.startCaptures();
            } catch (RuntimeException e) {
                hosts.close();
                throw e;
            }
        }
        return hosts;
    }

    private static PodnetHosts wanted(ExtensionContext context) {
        Optional<PodnetHosts> found = context.getTestMethod().flatMap(it -> find(it));
        @Nullable Class<?> type = context.getRequiredTestClass();
        while (found.isEmpty() && type != null) {
            found = find(type);
            type = type.getEnclosingClass();
        }
        return found.orElseThrow(() -> new ParameterResolutionException(
                "@PodnetHosts is missing: the extension is registered by that annotation only"));
    }

    private static Optional<PodnetHosts> find(java.lang.reflect.AnnotatedElement element) {
        return AnnotationSupport.findAnnotation(element, PodnetHosts.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Hosts.class || type == Host.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "hosts belong to one test, and are not there before it: ask for them in"
                            + " a test, in a method before or after each test, or in the constructor");
        }
        Hosts hosts = hosts(context);
        if (parameter.getParameter().getType() == Hosts.class) {
            return hosts;
        }
        return host(hosts.all(), parameter);
    }

    private static Host host(List<Host> all, ParameterContext parameter) {
        Parameter[] parameters = parameter.getDeclaringExecutable().getParameters();
        int place = (int) Arrays.stream(parameters, 0, parameter.getIndex())
                .filter(each -> each.getType() == Host.class)
                .count();
        if (place >= all.size()) {
            throw new ParameterResolutionException(
                    "there are " + all.size() + " hosts, but parameters for more of them");
        }
        Host host = all.get(place);
        String name = parameter.getParameter().getName();
        boolean ofAnother =
                all.stream().anyMatch(each -> each != host && each.name().equals(name));
        if (ofAnother) {
            throw new ParameterResolutionException("the parameter " + name + " is the host " + host.name()
                    + ": hosts come in the order of @PodnetHosts; take a parameter of the type Hosts, and hosts.get(\""
                    + name + "\")");
        }
        return host;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Hosts hosts = hosts(context);
        try {
            keepCaptures(context, hosts);
        } finally {
            hosts.close();
        }
    }

    private static void keepCaptures(ExtensionContext context, Hosts hosts) {
        Captures when = wanted(context).captures();
        Optional<Throwable> failure =
                context.getExecutionException().filter(it -> !(it instanceof TestAbortedException));
        if (when == Captures.ALWAYS || (when == Captures.ON_FAILURE && failure.isPresent())) {
            AtomicReference<Path> directory = new AtomicReference<>();
            try {
                context.publishDirectory(DIRECTORY, path -> {
                    directory.set(path.toAbsolutePath());
                    hosts.saveCaptures(path);
                });
                String text = "what the hosts sent and received lies in " + directory.get();
                LOG.warn("{}: {}", context.getDisplayName(), text);
                failure.ifPresent(it -> it.addSuppressed(new HostsNote(text, null)));
            } catch (RuntimeException e) {
                LOG.warn("{}: what the hosts sent and received is not kept", context.getDisplayName(), e);
                failure.ifPresent(it -> it.addSuppressed(
                        new HostsNote("what the hosts sent and received is not kept: " + e.getMessage(), e)));
            }
        }
    }
}
