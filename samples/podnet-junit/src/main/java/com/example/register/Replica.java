// SPDX-License-Identifier: Apache-2.0
package com.example.register;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * One of several replicas of a register, a value that all agree on: what was written on a majority is what a majority reads,
 * since any two majorities have a replica in common (Attiya, Bar-Noy and Dolev). A replica that reaches no majority refuses.
 */
public final class Replica implements AutoCloseable {
    /** The port on which replicas talk to each other. */
    public static final int PORT = 7000;

    private static final int PATIENCE_MILLIS = 3000;
    private static final Versioned NOTHING = new Versioned(0, 0, "");

    private final int id;
    private final List<InetSocketAddress> others;
    private final ServerSocket server = new ServerSocket(PORT);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Object lock = new Object();
    private Versioned mine = NOTHING;

    /** A value with the time at which it was written, as replicas count it; of two at the same time, the higher writer's wins. */
    private record Versioned(long time, int writer, String value) {
        boolean isNewerThan(Versioned other) {
            return time > other.time || (time == other.time && writer > other.writer);
        }

        void write(DataOutputStream out) throws IOException {
            out.writeLong(time);
            out.writeInt(writer);
            out.writeUTF(value);
        }

        static Versioned read(DataInputStream in) throws IOException {
            return new Versioned(in.readLong(), in.readInt(), in.readUTF());
        }
    }

    /** Starts to serve, on the host of the calling thread. */
    public Replica(int id, List<InetSocketAddress> others) throws IOException {
        this.id = id;
        this.others = List.copyOf(others);
        threads.execute(this::serve);
    }

    /** Writes a value, or fails if no majority takes it. */
    public synchronized void write(String value) throws NoMajorityException {
        Versioned newest = newest(ask(NOTHING));
        ask(new Versioned(newest.time() + 1, id, value));
    }

    /** Reads the value, or fails if no majority answers. */
    public synchronized String read() throws NoMajorityException {
        Versioned newest = newest(ask(NOTHING));
        // Whoever reads later must not read something older.
        ask(newest);
        return newest.value();
    }

    /** What this replica has, whatever the others think. */
    public String local() {
        return learn(NOTHING).value();
    }

    /** Tells all replicas a value, and gives what a majority has then. */
    private List<Versioned> ask(Versioned news) throws NoMajorityException {
        CompletionService<Optional<Versioned>> calls = new ExecutorCompletionService<>(threads);
        others.forEach(other -> calls.submit(() -> call(other, news)));
        List<Versioned> answers = new ArrayList<>(List.of(learn(news)));
        int majority = (others.size() + 1) / 2 + 1;
        for (int i = 0; i < others.size() && answers.size() < majority; i++) {
            try {
                calls.take().get().ifPresent(answers::add);
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        if (answers.size() < majority) {
            throw new NoMajorityException(answers.size() + " of " + (others.size() + 1) + " replicas answered");
        }
        return answers;
    }

    private static Optional<Versioned> call(InetSocketAddress other, Versioned news) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(other, PATIENCE_MILLIS);
            news.write(new DataOutputStream(socket.getOutputStream()));
            return Optional.of(Versioned.read(new DataInputStream(socket.getInputStream())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Versioned newest(List<Versioned> answers) {
        return answers.stream().reduce(NOTHING, (one, other) -> other.isNewerThan(one) ? other : one);
    }

    private Versioned learn(Versioned news) {
        synchronized (lock) {
            if (news.isNewerThan(mine)) {
                mine = news;
            }
            return mine;
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> answer(socket));
            } catch (IOException e) {
                // Closed, or a caller that has gone again.
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            Versioned news = Versioned.read(new DataInputStream(socket.getInputStream()));
            learn(news).write(new DataOutputStream(socket.getOutputStream()));
        } catch (IOException e) {
            // The caller has given up.
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        threads.shutdownNow();
        threads.awaitTermination(2L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Says that too few replicas could be reached. */
    public static final class NoMajorityException extends Exception {
        private static final long serialVersionUID = 1L;

        NoMajorityException(String message) {
            super(message);
        }
    }
}
