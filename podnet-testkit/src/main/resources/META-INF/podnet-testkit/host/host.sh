# SPDX-License-Identifier: Apache-2.0
# Furnishes a private host and runs the arguments on it as a command: a JVM. Started by bin/java, in namespaces (network,
# mount, process) that are as good as empty. What it does to the file system, only this mount namespace sees.
#
#            +---------------- private host ----------------+       +------ outside ------+
#            | 203.0.113.2/24, 2001:db8:113::2/64      eth0 |-------| eth0  203.0.113.1   |  198.51.100.1
#            | default routes to the outside                |       |  2001:db8:113::1    |  2001:db8:100::1
#            +----------------------------------------------+       +---------------------+
#
# The outside is a network namespace of that name. It has no route to anything behind the host: what comes from a pod
# gets an answer only if the host translated its address, as on the internet. All addresses are from the ranges reserved
# for documentation (RFC 5737, RFC 3849).
set -eu

# Says what failed: the JVM's parent sees nothing of it but a process that ended.
step() { "$@" || { echo "private host: failed: $*" >&2; exit 70; }; }

# --- files -----------------------------------------------------------------------------------------------------------
step mount -t proc proc /proc
stage=/mnt
step mount -t tmpfs -o mode=755 private-host "$stage"

# /sys/class/net shows the network namespace that sysfs was mounted in. The JVM reads its limits from /sys/fs/cgroup.
mkdir "$stage/sys"
step mount -t sysfs sysfs "$stage/sys"
if [ -d /sys/fs/cgroup ]; then
    mount --rbind /sys/fs/cgroup "$stage/sys/fs/cgroup"
fi
step mount --move "$stage/sys" /sys

# Overlays: directories may be made and files changed below them, and the machine's stay as they are.
for dir in /etc /var/lib; do
    layer=$stage/layers$dir
    mkdir -p "$layer/upper" "$layer/work"
    step mount -t overlay -o "lowerdir=$dir,upperdir=$layer/upper,workdir=$layer/work" private-host "$dir"
done

for dir in /run /dev/shm /var/lib/cni /var/lib/podnet /etc/cni; do
    mkdir -p "$dir"
    step mount -t tmpfs -o mode=755 private-host "$dir"
done
mkdir -m 1777 /run/lock
chmod 1777 /dev/shm

# /tmp is private too, except for those of its entries that the JVM needs: a checkout or a home directory may lie there.
mkdir "$stage/tmp"
chmod 1777 "$stage/tmp"
IFS=:
for path in $PWD ${HOME-} $1 ${PODNET_TEST_KEEP-}; do
    path=$(readlink -f -- "$path") || continue
    case "$path" in
        /tmp/?*)
            entry=${path#/tmp/} entry=${entry%%/*}
            if [ ! -e "$stage/tmp/$entry" ]; then
                mkdir "$stage/tmp/$entry"
                step mount --rbind "/tmp/$entry" "$stage/tmp/$entry"
            fi
            ;;
    esac
done
unset IFS
step mount --rbind "$stage/tmp" /tmp
umount --lazy "$stage" # what lies on it is mounted elsewhere by now

rm -f /etc/resolv.conf
printf 'nameserver 203.0.113.1\nsearch outside.example\n' >/etc/resolv.conf
printf '127.0.0.1 localhost\n::1 localhost\n203.0.113.2 private-host\n' >/etc/hosts

# User-mode stacks need a tap device; whether the machine lets plain users have one is its own affair.
if [ -c /dev/net/tun ]; then
    step mount -t tmpfs -o mode=755 private-host /dev/net
    step mknod -m 666 /dev/net/tun c 10 200
fi

# --- network ---------------------------------------------------------------------------------------------------------
# Duplicate address detection would keep every IPv6 address tentative for a second or two.
no_dad() { echo 0 | tee /proc/sys/net/ipv6/conf/all/accept_dad /proc/sys/net/ipv6/conf/default/accept_dad >/dev/null; }
no_dad
step ip netns add outside
step ip netns exec outside sh -c 'echo 0 | tee /proc/sys/net/ipv6/conf/*/accept_dad >/dev/null'
step ip link add eth0 address 02:00:00:00:71:02 type veth peer name eth0 address 02:00:00:00:71:01 netns outside

step ip -batch - <<END
link set lo up
link set eth0 up
address add 203.0.113.2/24 dev eth0
address add 2001:db8:113::2/64 dev eth0
route add default via 203.0.113.1
route add default via 2001:db8:113::1
END
step ip -n outside -batch - <<END
link set lo up
link set eth0 up
address add 203.0.113.1/24 dev eth0
address add 2001:db8:113::1/64 dev eth0
address add 198.51.100.1/32 dev lo
address add 2001:db8:100::1/128 dev lo
END

# By this mark a test knows that it may do as it likes.
echo "a private host; its outside world is the network namespace 'outside'" >/run/private-host

# --- the JVM ---------------------------------------------------------------------------------------------------------
# Not exec: this shell is the first process of its namespace and reaps the orphans of the others.
"$@"
exit $?
