// SPDX-License-Identifier: Apache-2.0
module com.example.attach {
    requires io.podnet.cni;
}
