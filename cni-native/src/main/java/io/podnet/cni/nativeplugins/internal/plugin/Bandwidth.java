// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.plugin;

import io.podnet.base.MacAddress;
import io.podnet.base.UndoStack;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result100;
import io.podnet.cni.nativeplugins.internal.Digests;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.bandwidth.Rates;
import io.podnet.cni.nativeplugins.internal.link.Removal;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.Qdisc;
import io.podnet.netns.linux.RtNetlink;
import io.podnet.netns.linux.TokenBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Limits what a container receives, by a token bucket on the host's end of its veth, and what it sends, by one on an ifb
 * that all it sends is led through.
 */
public final class Bandwidth implements NativePlugin {
    /** Does nothing. */
    public Bandwidth() {}

    @Override
    public String type() {
        return "bandwidth";
    }

    @Override
    public List<CniVersion> versions() {
        return CniVersion.supportedSince(CniVersion.V0_3_0);
    }

    @Override
    public Set<String> keys() {
        return Set.of("ingressRate", "ingressBurst", "egressRate", "egressBurst");
    }

    @Override
    public Set<String> capabilities() {
        return Set.of("bandwidth");
    }

    @Override
    public CniResult add(NativeCall call) {
        Rates rates = Rates.of(call.config());
        CniResult result = call.prevResult().orElseThrow(() -> Faults.internal("must be called as chained plugin"));
        if (rates.isEmpty()) {
            return result;
        }
        Link veth = hostEnd(call, result);
        return call.allOrNothing(undo -> {
            rates.ingress().ifPresent(limit -> {
                call.step("limit what " + veth.name() + " sends to the container");
                call.host().qdiscs().limit(veth.index(), limit);
                undo.push(() -> call.host().qdiscs().unlimit(veth.index()));
            });
            return rates.egress().isEmpty()
                    ? result
                    : withIfb(
                            result.latest(),
                            limitEgress(call, veth, rates.egress().get(), undo));
        });
    }

    private static Link limitEgress(NativeCall call, Link veth, TokenBucket limit, UndoStack undo) {
        LinkName name = ifbName(call.network(), call.attachment());
        call.memory().keep(Map.of("ifb", name.value()));
        call.step("make " + name);
        RtNetlink host = call.host();
        int ifb = host.links()
                .createIfb(LinkSettings.named(name)
                        .mtu(veth.mtu())
                        .txQueueLength(0)
                        .up());
        undo.push(() -> Removal.of(host.links(), ifb));
        call.step("lead what the container sends through " + name);
        host.qdiscs().redirectReceived(veth.index(), ifb);
        call.step("limit what " + name + " sends");
        host.qdiscs().limit(ifb, limit);
        return host.links().find(ifb).orElseThrow(() -> Faults.internal(name + " is gone as soon as it was made"));
    }

    private static Result100 withIfb(Result100 result, Link ifb) {
        List<CniInterface> interfaces = new ArrayList<>(result.interfaces());
        interfaces.add(CniInterface.of(
                ifb.name().value(), ifb.macAddress().map(MacAddress::toString).orElse(""), ""));
        return new Result100(result.cniVersion(), interfaces, result.ips(), result.routes(), result.dns());
    }

    /** As the reference plugin names it, so that each finds the other's: 15 characters. */
    private static LinkName ifbName(String network, AttachmentId attachment) {
        return LinkName.of(
                "bwp" + Digests.sha512(network + attachment.containerId()).substring(0, 12));
    }

    private static Link hostEnd(NativeCall call, CniResult result) {
        if (result.interfaces().isEmpty()) {
            throw Faults.internal("no interfaces provided");
        }
        OptionalInt peer = call.pod()
                .rtnl()
                .links()
                .find(LinkName.of(call.ifName()))
                .filter(link -> link.kind().filter("veth"::equals).isPresent())
                .map(Link::peer)
                .orElse(OptionalInt.empty());
        if (peer.isEmpty()) {
            throw Faults.internal("container interface " + call.ifName() + " has no veth peer");
        }
        Link end = call.host()
                .links()
                .find(peer.getAsInt())
                .orElseThrow(() -> Faults.internal("veth peer with index " + peer.getAsInt() + " is not in host ns"));
        boolean isReported = result.interfaces().stream()
                .anyMatch(each -> each.sandbox().isEmpty()
                        && each.name().equals(end.name().value()));
        if (!isReported) {
            throw Faults.internal("no veth peer of container interface found in host ns");
        }
        return end;
    }

    @Override
    public void check(NativeCall call) {
        Rates rates = Rates.of(call.config());
        CniResult result = call.prevResult().orElseThrow(() -> Faults.internal("must be called as a chained plugin"));
        if (rates.isEmpty()) {
            return;
        }
        Link veth = hostEnd(call, result);
        rates.ingress().ifPresent(limit -> check(call, veth, limit));
        rates.egress().ifPresent(limit -> {
            LinkName name = ifbName(call.network(), call.attachment());
            Link ifb = call.host().links().find(name).orElseThrow(() -> Faults.internal("there is no ifb " + name));
            check(call, ifb, limit);
            if (call.host().qdiscs().receivedGoesTo(veth.index()).orElse(0) != ifb.index()) {
                throw Faults.internal("what the container sends to " + veth.name() + " does not go through " + name);
            }
        });
    }

    private static void check(NativeCall call, Link link, TokenBucket limit) {
        TokenBucket found = call.host().qdiscs().list(link.index()).stream()
                .map(Qdisc::tokenBucket)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> Faults.internal("Failed to find qdisc tbf on " + link.name()));
        if (!found.equals(limit)) {
            throw Faults.internal("Limit of " + link.name() + " doesn't match: " + found + " instead of " + limit);
        }
    }

    @Override
    public void delete(NativeCall call) {
        remove(call, ifbName(call.network(), call.attachment()));
    }

    /** The limit on the veth goes with it. */
    private static void remove(NativeCall call, LinkName name) {
        call.host().links().find(name).ifPresent(ifb -> {
            call.step("delete " + name);
            Removal.of(call.host().links(), ifb.index());
        });
    }

    @Override
    public void gc(NativeCall call) {
        call.memory().all().keySet().forEach(attachment -> {
            if (!call.validAttachments().contains(attachment)) {
                remove(call, ifbName(call.network(), attachment));
                call.memory().forget(attachment);
            }
        });
    }
}
