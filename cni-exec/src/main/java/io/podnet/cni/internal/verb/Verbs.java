package io.podnet.cni.internal.verb;

import io.podnet.cni.Attachment;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniResult;
import io.podnet.cni.NetworkConfigList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verbs of CNI on chains of plugins. Takes no locks: the caller does. */
public final class Verbs {
    private final Setup setup;

    /** Makes the verbs of one client. */
    public Verbs(Setup setup) {
        this.setup = setup;
    }

    /** Attaches. */
    public CniResult add(NetworkConfigList network, Attachment attachment) {
        return new Add(setup, network, attachment).run();
    }

    /** Looks whether an attachment is as it was made. */
    public void check(NetworkConfigList network, Attachment attachment) {
        new Check(setup, network, attachment).run();
    }

    /** Detaches. */
    public void delete(NetworkConfigList network, Attachment attachment) {
        new Delete(setup, network, attachment).run();
    }

    /** Removes what is not valid any more; null stands for libcni's nil arguments. */
    public void gc(NetworkConfigList network, @Nullable Collection<AttachmentId> valid) {
        new Gc(setup, network, valid).run();
        if (!setup.isLiteral()) {
            setup.cache().sweep();
        }
    }

    /** Tells whether ADD would work now. */
    public void status(NetworkConfigList network) {
        new Status(setup, network).run();
    }

    /** Lists the versions that a plugin speaks. */
    public List<String> versions(String type) {
        return new Versions(setup).of(type);
    }

    /** Looks whether all plugins are there and speak the network's version. */
    public void validate(NetworkConfigList network) {
        new Versions(setup).validate(network);
    }
}
