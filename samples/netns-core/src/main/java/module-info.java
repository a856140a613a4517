// SPDX-License-Identifier: Apache-2.0
module com.example.twohosts {
    requires io.podnet.netns;
}
