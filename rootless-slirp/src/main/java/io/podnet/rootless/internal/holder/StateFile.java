// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.podnet.base.AtomicFiles;
import io.podnet.base.BootId;
import io.podnet.rootless.RootlessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds a {@link SavedState}. It need not survive a power cut: after that the processes it names are gone
 * as well, which the boot id tells.
 */
final class StateFile {
    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class.getPackageName());
    private static final ObjectMapper JSON = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
            .addModule(ProcessIdentityJson.module())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    /** Reads the state; empty if there is none, it cannot be read, or it is of another boot. */
    Optional<SavedState> load() {
        SavedState state;
        try {
            state = JSON.readValue(Files.readAllBytes(file), SavedState.class);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} is of no use, going on without it: {}", file, e.getMessage());
            return Optional.empty();
        }
        if (state == null || state.version != SavedState.VERSION) {
            LOG.warn("{} is of another version, going on without it", file);
            return Optional.empty();
        }
        try {
            state.requireWhole();
        } catch (RuntimeException e) {
            LOG.warn("{} is of no use, going on without it: {}", file, e.toString());
            return Optional.empty();
        }
        return state.boot.equals(BootId.current().value()) ? Optional.of(state) : Optional.empty();
    }

    /** Tells one version of the file from another: each is a file of its own. Null if there is none. */
    @Nullable Object version() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(String.valueOf(attributes.fileKey()), attributes.lastModifiedTime());
        } catch (IOException e) {
            return null;
        }
    }

    void save(SavedState state) {
        try {
            AtomicFiles.write(file, JSON.writeValueAsBytes(state), AtomicFiles.Durability.PAGE_CACHE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new RootlessException("rootless-files", file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
