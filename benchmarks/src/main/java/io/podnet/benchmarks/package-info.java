/** What the measurements share. */
@NullMarked
package io.podnet.benchmarks;

import org.jspecify.annotations.NullMarked;
