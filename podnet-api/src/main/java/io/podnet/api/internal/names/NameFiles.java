// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.names;

import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.internal.network.ResultReader;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The files by which a pod resolves names, {@code resolv.conf} and {@code hosts}, in a directory of the pod's own. They
 * are there while the pod runs, and written in place: commands inside have them mounted.
 */
public final class NameFiles {
    private static final Path ETC = Path.of("/etc");

    private final Path directory;
    private final UnaryOperator<Path> look;
    private final Function<PodId, String> resolvConf;

    /**
     * Keeps files below a directory.
     *
     * @param directory podnet's directory for what does not survive a restart of the machine
     * @param look turns a path, as pods see it, into one for this JVM
     * @param resolvConf gives the resolv.conf that a pod has where nobody says otherwise
     */
    public NameFiles(Path directory, UnaryOperator<Path> look, Function<PodId, String> resolvConf) {
        this.directory = directory;
        this.look = look;
        this.resolvConf = resolvConf;
    }

    /**
     * Says where a pod's files are.
     *
     * @param pod the pod's id
     * @return the directory, there or not
     */
    public Path of(PodId pod) {
        return directory.resolve("names-" + pod.value());
    }

    /**
     * Writes a pod's files, over those that are there.
     *
     * @param pod the pod
     * @param sandbox what it has
     * @param servers name servers that come before all others but those that the pod asked for
     * @throws PodException ({@code directory-unusable}) if they cannot be written
     */
    public void write(PodRecord pod, Sandbox sandbox, List<InetAddress> servers) {
        List<CniResult> results = sandbox.attachments().stream()
                .flatMap(each -> ResultReader.result(each).stream())
                .toList();
        String resolver = ResolvConf.of(
                pod.plan().dns(), servers, results.stream().map(CniResult::dns).toList(), resolvConf.apply(pod.id()));
        List<InetAddress> addresses = sandbox.attachments().stream()
                .flatMap(each -> ResultReader.attachment(each).addresses().stream())
                .map(each -> each.address())
                .toList();
        Optional<InetAddress> gateway = results.stream()
                .flatMap(each -> each.ips().stream())
                .map(CniIp::gateway)
                .flatMap(Optional::stream)
                .findFirst();
        List<String> names = pod.name().equals(pod.id().shortened())
                ? List.of(pod.name())
                : List.of(pod.id().shortened(), pod.name());
        String hosts =
                HostsFile.of(pod.plan().hosts(), read(look.apply(ETC.resolve("hosts"))), gateway, addresses, names);
        Path own = of(pod.id());
        try {
            provide(own);
            overwrite(own.resolve("resolv.conf"), resolver);
            overwrite(own.resolve("hosts"), hosts);
        } catch (IOException e) {
            throw new PodException("directory-unusable", own + " cannot be written: " + e, e);
        }
    }

    /**
     * Removes a pod's files; does nothing if there are none.
     *
     * @param pod the pod's id
     * @return true if there were any
     * @throws PodException ({@code directory-unusable}) if they cannot be removed
     */
    public boolean remove(PodId pod) {
        Path own = of(pod);
        try {
            if (Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(own)) {
                    for (Path each : files) {
                        Files.deleteIfExists(each);
                    }
                }
            }
            return Files.deleteIfExists(own);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new PodException("directory-unusable", own + " cannot be removed: " + e, e);
        }
    }

    private static void provide(Path own) throws IOException {
        Path parent = own.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(
                    parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        try {
            // Commands inside need not be root's.
            Files.createDirectory(
                    own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    // In place: a new file would not be the one that is mounted. Never through a link that somebody planted.
    private static void overwrite(Path file, String text) throws IOException {
        try (var channel = Files.newByteChannel(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")))) {
            channel.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    // A host need not have them.
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
