// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrnoTest {
    /** The C library's own list (glibc 2.32 and later). */
    public interface Names {
        String strerrorname_np(int number);

        String strerror(int number);
    }

    private static final Names LIBC = LibraryLoader.loadLibrary(Names.class, Map.of(LibraryOption.LoadNow, true), "c");

    @ParameterizedTest
    @EnumSource
    void agreesWithTheCLibrary(Errno errno) {
        assertThat(errno.name()).isEqualTo(LIBC.strerrorname_np(errno.number()));
        assertThat(errno.text()).isEqualTo(LIBC.strerror(errno.number()));
        assertThat(Errno.of(errno.number())).contains(errno);
    }

    @Test
    void knowsAllThatTheCLibraryKnows() {
        // Linux returns -1 to -4095 for errors.
        for (int number = 1; number < 4096; number++) {
            assertThat(Errno.of(number).isPresent())
                    .as("errno %d, %s", number, LIBC.strerrorname_np(number))
                    .isEqualTo(LIBC.strerrorname_np(number) != null);
        }
    }

    @Test
    void keepsNumbersThatNobodyKnows() {
        NativeException e = new NativeException("open", "/x", 4000);

        assertThat(e.errno()).isEmpty();
        assertThat(e.number()).isEqualTo(4000);
        assertThat(e).hasMessage("open(/x): errno 4000");
    }
}
