// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.EventQuery;
import io.podnet.api.Podnet;
import io.podnet.api.PodnetEvent;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what happens. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Prints what happens to pods and networks, and every plugin call, one line each, until it is ended.",
            "With --since it begins with what is in the log, which holds the last few thousand events."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the events asked for were printed", "125:podnet itself failed"})
final class EventsCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Begin at a time, such as 2026-11-24T12:00:00Z, 1795521600, or 10m (ago).")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "End at a time, or after a time such as 10m.")
    private @Nullable String until;

    @Option(names = "--no-stream", description = "End with the last event that has happened.")
    private boolean noStream;

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "KEY=VALUE",
            converter = EventFilter.Converter.class,
            description = {
                "Print only events with this: type=pod|network|plugin, event=ACTION, pod=NAME or ID, network=NAME or"
                        + " plugin=NAME.",
                "May be repeated: different keys must all match, of the same key one value."
            })
    private List<EventFilter> filters = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        Instant now = Instant.now();
        EventQuery query = new EventQuery(
                Optional.ofNullable(since).map(text -> EventTime.parse("--since", text, now, true)),
                Optional.ofNullable(until).map(text -> EventTime.parse("--until", text, now, false)),
                !noStream);
        PrintWriter out = spec.commandLine().getOut();
        try (Podnet podnet = common.open()) {
            podnet.events(query, event -> print(event, out));
        }
    }

    private void print(PodnetEvent event, PrintWriter out) {
        if (!EventFilter.matches(filters, event)) {
            return;
        }
        out.println(format.isJson() ? event.toJson() : EventText.of(event));
        out.flush();
        if (out.checkError()) {
            // Whoever read this has gone, as in: podnet events | head -1
            throw new CommandFailure(ExitStatus.OK, "nobody reads this any more");
        }
    }
}
