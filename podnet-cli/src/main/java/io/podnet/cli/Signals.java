// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Takes signals in the place of the JVM, which would end at once.
 *
 * <p>By reflection, since javac warns of each use of {@code sun.misc.Signal} and no switch silences it; the module
 * jdk.unsupported that exports it is documented to stay until there is a replacement (JEP 260).
 */
final class Signals {
    /** Takes a signal, on a thread of its own. */
    interface Handler {
        /**
         * Takes a signal.
         *
         * @param signal which
         */
        void handle(Signal signal);
    }

    /** The signals that end a command in the foreground, with their numbers on Linux. */
    enum Signal {
        HUP(1),
        INT(2),
        TERM(15);

        private final int number;

        Signal(int number) {
            this.number = number;
        }

        int exitStatus() {
            return ExitStatus.SIGNAL + number;
        }
    }

    private Signals() {}

    /** Handles a signal from now on; one that was ignored when the JVM started stays ignored, as under nohup(1). */
    static void handle(Signal signal, Handler handler) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
                        return invoke(self, method, arguments, () -> handler.handle(signal));
                    });
            signalType
                    .getMethod("handle", signalType, handlerType)
                    .invoke(null, signalType.getConstructor(String.class).newInstance(signal.name()), proxy);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("SIG" + signal + " cannot be handled", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM has no sun.misc.Signal", e);
        }
    }

    // sun.misc.Signal also asks its handlers for equals and hashCode.
    private static Object invoke(Object self, Method method, Object[] arguments, Runnable handling) {
        return switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "podnet's signal handler";
            default -> {
                handling.run();
                yield 0;
            }
        };
    }
}
