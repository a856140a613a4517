// SPDX-License-Identifier: Apache-2.0
module com.example.inspect {
    requires io.podnet.inspect;
}
