// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.internal.cache.CacheEntry;
import io.podnet.cni.internal.cache.CacheKey;
import io.podnet.cni.internal.cache.CacheRead;
import io.podnet.cni.internal.cache.CacheRead.Absent;
import io.podnet.cni.internal.cache.CacheRead.Foreign;
import io.podnet.cni.internal.cache.CacheRead.Known;
import io.podnet.cni.internal.cache.CacheRead.Other;
import io.podnet.cni.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings back from the cache what an attachment was made with. */
public final class Recall {
    private static final Logger LOG = LoggerFactory.getLogger(Recall.class.getPackageName());

    private Recall() {}

    /**
     * Gives the result in a version, from an entry or from a bare result as libcni once kept them.
     *
     * @throws CniException if there is something that is no result, or cannot be converted
     */
    public static Optional<CniResult> result(CacheRead read, String version) {
        if (read instanceof Known known) {
            return known.entry().result() == null
                    ? Optional.empty()
                    : Optional.of(
                            inVersion(CniResult.parse(Json.compact(known.entry().result())), version));
        }
        return read instanceof Other other ? Optional.of(inVersion(legacy(other), version)) : Optional.empty();
    }

    private static CniResult legacy(Other other) {
        if (!other.isJson()) {
            throw CniException.builder("cni-cache-invalid", "decoding version from network config: " + other.fault())
                    .build();
        }
        return CniResult.parse(other.content());
    }

    /** Gives the result of an entry as it was kept, if it can be read. */
    public static Optional<CniResult> result(CacheEntry entry) {
        try {
            return Optional.ofNullable(entry.result()).map(tree -> CniResult.parse(Json.compact(tree)));
        } catch (CniException e) {
            LOG.warn("the cached result of {} cannot be read: {}", entry.key(), e.getMessage());
            return Optional.empty();
        }
    }

    private static CniResult inVersion(CniResult result, String version) {
        try {
            return result.as(CniVersion.parse(version));
        } catch (CniException e) {
            throw Failure.copy(e)
                    .prefix("failed to convert cached result to config version " + GoText.quote(version))
                    .build();
        }
    }

    /**
     * Gives the entry.
     *
     * @throws CniException if there is something that is none
     */
    public static Optional<CacheEntry> entry(CacheKey key, CacheRead read) {
        if (read instanceof Known known) {
            return Optional.of(known.entry());
        }
        if (read instanceof Absent || read instanceof Foreign) {
            return Optional.empty();
        }
        Other other = (Other) read;
        String network = GoText.quote(key.network());
        String msg = other.isJson()
                ? "read cached network " + network + " config has wrong kind: " + other.fault()
                : "failed to unmarshal cached network " + network + " config: " + other.fault();
        throw CniException.builder("cni-cache-invalid", msg)
                .network(key.network())
                .attachment(key.attachment())
                .build();
    }

    /** Gives the configuration with which an entry was made, or the given one if that cannot be read any more. */
    static NetworkConfigList network(CacheEntry entry, NetworkConfigList given) {
        String json = new String(entry.configBytes(), StandardCharsets.UTF_8);
        try {
            NetworkConfigList network = parse(json);
            if (network.name().equals(entry.network())) {
                return network;
            }
            LOG.warn("cached configuration of network {} names {}; using the present one", entry.key(), network.name());
        } catch (CniException e) {
            LOG.warn(
                    "cached configuration of network {} cannot be read; using the present one: {}",
                    entry.key(),
                    e.getMessage());
        }
        return given;
    }

    /**
     * Reads a configuration of either kind: a list, or one plugin as libcni's older calls keep it.
     *
     * @throws CniException if it is none
     */
    public static NetworkConfigList parse(String json) {
        try {
            return NetworkConfigList.parse(json);
        } catch (CniException e) {
            try {
                return NetworkConfigList.of(PluginConfig.parse(json));
            } catch (CniException second) {
                e.addSuppressed(second);
                throw e;
            }
        }
    }

    /** Gives an attachment with the arguments with which it was made; the caller knows better where it is now. */
    static Attachment attachment(CacheEntry entry, Attachment given) {
        Attachment cached = entry.attachment();
        Attachment.Builder merged = given.toBuilder().capabilityArgs(cached.capabilityArgs());
        if (!cached.args().isEmpty()) {
            merged.args(cached.args());
        }
        if (given.netns().isEmpty()) {
            netns(entry).ifPresent(merged::netns);
        }
        return merged.build();
    }

    /** Gives the namespace of an entry. libcni before 1.2 does not write it down, but the plugins' result tells it. */
    static Optional<Path> netns(CacheEntry entry) {
        Attachment cached = entry.attachment();
        return cached.netns()
                .or(() -> result(entry).stream()
                        .flatMap(result -> result.interfaces().stream())
                        .filter(each -> each.name().equals(cached.ifName()))
                        .flatMap(each -> path(each.sandbox()).stream())
                        .findFirst());
    }

    private static Optional<Path> path(String sandbox) {
        try {
            return sandbox.isEmpty() ? Optional.empty() : Optional.of(Path.of(sandbox));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
