// SPDX-License-Identifier: Apache-2.0
module com.example.onepod {
    requires io.podnet.api;
}
