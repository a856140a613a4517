// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.cli.cnitool.CniTool;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What the launcher runs once after a build, so that commands start sooner: writes the texts of help and version, which
 * the launcher then prints without any JVM, and loads and tries what commands need, for the JVM that watches to archive.
 */
public final class FirstRun {
    private final Path directory;

    FirstRun(Path directory) {
        this.directory = directory;
    }

    /**
     * Prepares the first run of commands.
     *
     * @param arguments the directory of the build, whose directory {@code texts} gets the texts; and whether to load
     *     {@code all} classes there are or just those that are {@code used}
     * @throws IOException if they cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Logging.configure(false);
        FirstRun firstRun = new FirstRun(Path.of(arguments[0]));
        firstRun.writeTexts();
        firstRun.tryCnitool();
        if (arguments[1].equals("all")) {
            loadClasses();
        }
    }

    // --- texts
    // -----------------------------------------------------------------------------------------------------------

    // A file per command line, with a slash between the words.
    void writeTexts() throws IOException {
        Path texts = directory.resolve("texts");
        CommandLine podnet = Main.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
        writeTexts(podnet, List.of(), texts);
        for (String help : List.of("-h", "--help", "help")) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            new CniTool(Map.of(), print(text), System.err).run(List.of(help));
            write(texts.resolve("cni"), help, text.toString(StandardCharsets.UTF_8));
        }
    }

    private static void writeTexts(CommandLine command, List<String> words, Path directory) throws IOException {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (option.usageHelp() || option.versionHelp()) {
                for (String name : option.names()) {
                    write(directory, name, textOf(words, name));
                }
            }
        }
        for (Map.Entry<String, CommandLine> subcommand :
                command.getSubcommands().entrySet()) {
            String word = subcommand.getKey();
            writeTexts(subcommand.getValue(), append(words, word), directory.resolve(word));
        }
    }

    /** What the command prints to standard output. */
    static String textOf(List<String> words, String option) {
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(out);
        Main.commandLine(printer, printer).execute(append(words, option).toArray(String[]::new));
        printer.flush();
        return out.toString();
    }

    private static List<String> append(List<String> words, String word) {
        List<String> longer = new ArrayList<>(words);
        longer.add(word);
        return longer;
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(name), text);
    }

    // --- classes
    // ---------------------------------------------------------------------------------------------------------

    // Every verb, on a network whose plugin answers and does nothing else.
    void tryCnitool() throws IOException {
        Path place = directory.resolve("first-run");
        Path plugin = Files.createDirectories(place.resolve("plugins")).resolve("nothing");
        Files.createFile(plugin, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(plugin, """
                #!/bin/sh
                cat >/dev/null
                echo "$CNI_COMMAND" >>"$0.calls"
                echo '{"cniVersion": "1.0.0", "supportedVersions": ["1.0.0"], "ips": [{"address": "192.0.2.1/24"}]}'
                """);
        Files.writeString(place.resolve("nothing.conflist"), """
                {"cniVersion": "1.0.0", "name": "nothing", "plugins": [{"type": "nothing"}]}
                """);
        Map<String, String> environment = Map.of(
                "CNI_PATH",
                String.valueOf(plugin.getParent()),
                "NETCONFPATH",
                place.toString(),
                "CNI_ARGS",
                "IgnoreUnknown=1",
                "CAP_ARGS",
                "{\"mac\": \"02:00:00:00:00:01\"}");
        // What fails is of interest in the log of the build; the last one does.
        CniTool cnitool =
                new CniTool(environment, print(OutputStream.nullOutputStream()), System.err, place.resolve("cache"));
        for (String verb : List.of("add", "check", "del", "del", "gc", "status")) {
            cnitool.run(List.of(verb, "nothing", "/proc/self/ns/net"));
        }
        cnitool.run(List.of("del", "unknown", "/proc/self/ns/net"));
    }

    // A class in the archive that nobody wants costs little (but not in an AOT cache: that loads all of them at once).
    private static void loadClasses() throws IOException {
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            try (JarFile file = new JarFile(jar)) {
                file.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.endsWith(".class") && !name.contains("-"))
                        .map(name -> name.substring(0, name.length() - ".class".length())
                                .replace('/', '.'))
                        .forEach(FirstRun::load);
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, FirstRun.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // It extends something optional that is not here.
        }
    }

    private static PrintStream print(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
