package io.podnet.rootless.internal.holder;

/** The shell programs of a holder; they run as root of its user namespace. */
final class HolderScript {
    /** Mounts what a {@link MountPlan} says, tells that it is ready, and sleeps. */
    static final String FURNISH = """
            set -e
            while [ $# -gt 0 ]; do
                case $1 in
                    bind) mount --bind "$2" "$3"; shift 3 ;;
                    rbind) mount --rbind "$2" "$3"; shift 3 ;;
                    tmpfs) mount -t tmpfs -o mode=0755 podnet "$2"; shift 2 ;;
                    touch) : >"$2"; shift 2 ;;
                    *) echo "unknown step $1"; exit 1 ;;
                esac
            done
            ip link set lo up
            printf 1 >&3
            exec 3>&-
            exec sleep infinity
            """;

    /** Sleeps in the namespaces it was entered into. */
    static final String STAY = """
            printf 1 >&3
            exec 3>&-
            exec sleep infinity
            """;

    private HolderScript() {}
}
