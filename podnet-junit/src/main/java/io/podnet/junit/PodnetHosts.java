// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test some {@linkplain Host hosts} on a switch of their own, and removes them afterwards.
 *
 * <pre>{@code
 * @PodnetHosts({"alpha", "beta"})
 * class ConnectionTest {
 *     @Test
 *     void breaksWithItsCable(Hosts hosts, Host alpha, Host beta) throws Exception {
 *         try (ServerSocket server = alpha.call(() -> new ServerSocket(7000))) {
 *             beta.link().cut();
 *             beta.run(() -> assertThrows(IOException.class, () -> new Socket().connect(alpha.at(7000), 500)));
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>A parameter of the type {@link Hosts} is all of them; the parameters of the type {@link Host} are the hosts in the order
 * of their names: the first one is the first, whatever it is called. They work in constructors, tests and in methods before and
 * after each test, and mean the same hosts there. On a method, the annotation counts instead of the class's.
 *
 * <p>When a test fails, what each host sent and received is kept as a file {@code NAME.pcap} in JUnit's output directory
 * (below {@code target} or {@code build}); the failure says where, as a suppressed exception, and so does the log.
 *
 * <p><b>Threads</b>: tests may run at the same time, each with hosts of its own.
 *
 * <p><b>Privileges</b>: see {@link Hosts}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@SuppressWarnings("exports") // JUnit alone makes one
@ExtendWith(HostsExtension.class)
public @interface PodnetHosts {
    /**
     * Names the hosts.
     *
     * @return 1 to 250 different names of 1 to 63 letters, digits and dashes
     */
    String[] value();

    /**
     * Says when what the hosts send and receive is kept.
     *
     * @return by default, when the test fails
     */
    Captures captures() default Captures.ON_FAILURE;
}
