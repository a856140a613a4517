// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.cache;

/** What was found where an entry should be. */
public sealed interface CacheRead {
    /** Nothing. */
    record Absent() implements CacheRead {}

    /** The entry. */
    record Known(CacheEntry entry) implements CacheRead {}

    /**
     * The entry of another attachment, whose file has the same name.
     *
     * @param owner the other one
     */
    record Foreign(CacheKey owner) implements CacheRead {}

    /**
     * Something that is no entry: a bare result as libcni before 0.8 wrote it, or a file that a crash cut off.
     *
     * @param content what is in the file
     * @param fault what is wrong with it as an entry
     * @param isJson whether it is JSON at all
     */
    record Other(String content, String fault, boolean isJson) implements CacheRead {}
}
