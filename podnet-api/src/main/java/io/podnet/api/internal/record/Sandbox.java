// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import io.podnet.base.BootId;
import io.podnet.base.PortMapping;
import io.podnet.base.ProcessIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a pod has outside its record, or may have: written before the first of it is made, removed after the last of it
 * is gone.
 *
 * @param boot the boot of the machine in which it was made; the kernel's part is gone in any other
 * @param netns where the network namespace is
 * @param cookie the kernel's number for that namespace, never used twice within a boot; empty while it is being made, and
 *     where nobody can tell, and for the host's
 * @param attachments the interfaces, in the order in which they are made
 * @param ports the published ports, one per mapping, with the host ports that were chosen
 * @param processes the processes that podnet started inside
 */
public record Sandbox(
        BootId boot,
        NetnsPlace netns,
        OptionalLong cookie,
        List<AttachmentRecord> attachments,
        List<PortMapping> ports,
        List<ProcessIdentity> processes) {
    /**
     * Copies what could change.
     *
     * @param boot the boot of the machine in which it was made
     * @param netns where the network namespace is
     * @param cookie the kernel's number for that namespace
     * @param attachments the interfaces
     * @param ports the published ports
     * @param processes the processes that podnet started inside
     */
    public Sandbox {
        attachments = List.copyOf(attachments);
        ports = List.copyOf(ports);
        processes = List.copyOf(processes);
    }

    /**
     * Records the kernel's number for the namespace.
     *
     * @param number the number; empty if nobody can tell
     * @return a copy
     */
    public Sandbox withCookie(OptionalLong number) {
        return new Sandbox(boot, netns, number, attachments, ports, processes);
    }

    /**
     * Records other attachments.
     *
     * @param changed the interfaces
     * @return a copy
     */
    public Sandbox withAttachments(List<AttachmentRecord> changed) {
        return new Sandbox(boot, netns, cookie, changed, ports, processes);
    }

    /**
     * Records one more attachment.
     *
     * @param added the attachment
     * @return a copy
     */
    public Sandbox plus(AttachmentRecord added) {
        List<AttachmentRecord> more = new ArrayList<>(attachments);
        more.add(added);
        return withAttachments(more);
    }

    /**
     * Records one attachment less.
     *
     * @param ifName the name of its interface
     * @return a copy
     */
    public Sandbox minus(String ifName) {
        return withAttachments(attachments.stream()
                .filter(each -> !each.ifName().equals(ifName))
                .toList());
    }

    /**
     * Finds an attachment.
     *
     * @param network the network's name
     * @return the attachment, if there is one
     */
    public Optional<AttachmentRecord> attachment(String network) {
        return attachments.stream()
                .filter(each -> each.network().equals(network))
                .findFirst();
    }

    /**
     * Records one attachment over the one of the same interface name.
     *
     * @param changed the attachment
     * @return a copy
     */
    public Sandbox with(AttachmentRecord changed) {
        return withAttachments(attachments.stream()
                .map(each -> each.ifName().equals(changed.ifName()) ? changed : each)
                .toList());
    }

    /**
     * Records one more process, and forgets those that ended.
     *
     * @param process the process
     * @return a copy
     */
    public Sandbox with(ProcessIdentity process) {
        List<ProcessIdentity> alive = new ArrayList<>(
                processes.stream().filter(ProcessIdentity::isAlive).toList());
        alive.add(process);
        return new Sandbox(boot, netns, cookie, attachments, ports, alive);
    }
}
