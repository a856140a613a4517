// SPDX-License-Identifier: Apache-2.0
package com.example.classpath;

import io.podnet.api.Podnet;
import io.podnet.cni.spi.PluginInvoker;
import java.util.ServiceLoader;

/** What this machine can do. There is no module-info here: everything lies on the class path. */
public class WhatWorks {
    public static void main(String[] args) {
        ServiceLoader.load(PluginInvoker.class)
                .forEach(each -> System.out.println("runs plugins: " + each.name() + ", " + each.probe()));
        Podnet.builder()
                .diagnose()
                .findings()
                .forEach(each -> System.out.println(each.level() + " " + each.subject() + ": " + each.detail()));
    }
}
