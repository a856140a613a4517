// SPDX-License-Identifier: Apache-2.0
module com.example.rootless {
    requires io.podnet.rootless;
}
