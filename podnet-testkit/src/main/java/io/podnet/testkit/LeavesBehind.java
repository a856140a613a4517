// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * Declares a change that tests make to their host on purpose, so that the leak check lets it pass.
 *
 * <pre>{@code
 * @LeavesBehind(in = Facet.LINKS, matching = "host: cni0 .*", because = "the bridge plugin never removes its bridge")
 * }</pre>
 *
 * <p>On a class it holds for all of its tests. It may stand on another annotation, which then stands for all that it
 * carries.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Repeatable(LeavesBehind.List.class)
public @interface LeavesBehind {
    /**
     * Says where the change is.
     *
     * @return the facet
     */
    Facet in();

    /**
     * Says what changes.
     *
     * @return a regular expression for the whole of {@link Leak#what()}
     */
    String matching();

    /**
     * Says why that is all right.
     *
     * @return the reason, for people
     */
    String because();

    /**
     * Holds several.
     *
     * @since 0.1
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @interface List {
        /**
         * Says which.
         *
         * @return the declarations
         */
        LeavesBehind[] value();
    }
}
