#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Records what a real podman prints, in the form that README.md of this folder describes.
# Usage, as root: record.sh OUTPUT-DIRECTORY. Needs podman (CNI backend), containernetworking-plugins,
# busybox (static), iproute2, util-linux. Touches nothing of the host: it runs in namespaces of its own.
set -eu
out=$(realpath "$1")
if [ -z "${RECORD_INSIDE:-}" ]; then
  mkdir -p "$out"
  RECORD_INSIDE=1 exec unshare --net --mount --pid --fork --mount-proc --propagation private "$0" "$out"
fi
work=/mnt
mount -t tmpfs none "$work"
mount -t tmpfs none /run
mount -t tmpfs none /etc/cni
mount -t tmpfs none /var/lib/cni
umount /sys/fs/cgroup/unified 2>/dev/null || true
mkdir -p /run/netns /run/lock /etc/cni/net.d
ip link set lo up
rootfs=$work/rootfs
mkdir -p "$rootfs"/{bin,dev,etc,proc,run,sys,tmp,var}
cp "$(command -v busybox)" "$rootfs/bin/busybox"
ln -s busybox "$rootfs/bin/sleep"

# run CASE COMMAND...: runs podman and notes the command line.
run() {
  local case=$1 shown
  shift
  shown="podman $*"
  echo "${shown//$rootfs/ROOTFS}" >> "$out/$case.cmd"
  podman --root "$work/root" --runroot "$work/run" --cgroup-manager cgroupfs --network-backend cni "$@" \
    > "$work/stdout" 2> "$work/stderr" || { sed 's/^/#  /' "$work/stderr" >> "$out/$case.cmd"; return 0; }
}
# look CASE[.STEP] CONTAINER [OWNER-OF-THE-NAMESPACE]: keeps inspect and the result cache.
look() {
  local id
  podman --root "$work/root" --runroot "$work/run" inspect --format '{{json .NetworkSettings}}' "$2" \
    > "$out/$1.networksettings.raw.json" 2> "$work/stderr" || {
      sed 's/^/#  /' "$work/stderr" >> "$out/${1%%.*}.cmd"; rm "$out/$1.networksettings.raw.json"; }
  id=$(podman --root "$work/root" --runroot "$work/run" ps -a --no-trunc --filter "name=^${3:-$2}\$" --format '{{.ID}}')
  echo "$id" > "$out/$1.id"
  for file in /var/lib/cni/results/*-"$id"-eth*; do
    [ -e "$file" ] || continue
    name=$(basename "$file")
    cp "$file" "$out/$1.cnicache.${name%%-*}.${name##*-}.json"
  done
}
clear() { for each; do podman --root "$work/root" --runroot "$work/run" rm -ft0 "$each" > /dev/null 2>&1; done; }
flags=(--cgroups=disabled --rootfs "$rootfs" /bin/sleep 1000)

rm -f "$out"/*.cmd "$out"/*.json "$out"/*.id
run net1 network create --subnet 10.91.0.0/24 net1
run net2 network create --subnet 10.92.0.0/24 net2
rm "$out"/net[12].cmd

case=31-explicit-default
run $case run -d --name c1 --network podman "${flags[@]}"
look $case c1
podman --root "$work/root" --runroot "$work/run" inspect c1 > "$out/$case.podman-inspect.json"
# From now on the records name two networks, and there is a result of one.
case=32-mismatch
run $case run -d --name c2 --network podman "${flags[@]}"
run $case network connect --ip 10.250.0.3 net1 c2
look $case c2
clear c1 c2

case=33-shared
run $case run -d --name c1 --network net1 -p 8080:80 "${flags[@]}"
run $case run -d --name c2 --network container:c1 "${flags[@]}"
look $case.1-running c2 c1
run $case stop -t0 c1
look $case.2-owner-stopped c2 c1
clear c2 c1

case=34-ns-path
ip netns add blue
ip -n blue link set lo up
ip -n blue link add a0 address 02:00:5e:00:53:0a type veth peer name b0 address 02:00:5e:00:53:0b
ip -n blue addr add 10.8.0.2/24 dev a0
ip -n blue addr add 10.7.0.2/24 dev b0
ip -n blue addr add 10.7.0.3/24 dev b0
ip -n blue addr add fd00:7::2/64 dev b0 nodad
ip -n blue link set a0 up
ip -n blue link set b0 up
ip -n blue route add default via 10.8.0.1
run $case run -d --name c1 --network ns:/run/netns/blue -p 8080:80 --expose 7000 "${flags[@]}"
look $case c1
ip -n blue -j addr show > "$out/$case.ip-a.json"
clear c1

case=35-disconnect
run $case run -d --name c1 --network net1,net2 --network-alias web "${flags[@]}"
run $case network disconnect net1 c1
look $case.1-one-left c1
run $case network disconnect net2 c1
look $case.2-none-left c1
run $case network connect --alias api net2 c1
look $case.3-connected-again c1
clear c1

network() { # network NAME VERSION IPAM
  echo "{\"cniVersion\":\"$2\",\"name\":\"$1\",\"plugins\":[{\"type\":\"bridge\",\"bridge\":\"$1\",\"ipam\":$3}]}" \
    > "/etc/cni/net.d/$1.conflist"
}
network static 1.0.0 '{"type":"static","addresses":[{"address":"10.77.0.5/24"},{"address":"10.77.0.6/24"},{"address":"fd00:77::5/64"},{"address":"fd00:77::6/64"}]}'
network old 0.2.0 '{"type":"host-local","subnet":"10.66.0.0/24"}'
for case in 36-static 37-old; do
  run $case run -d --name c1 --network ${case#*-} "${flags[@]}"
  look $case c1
  clear c1
done

case=38-exposed
run $case run -d --name c1 --network net1 --expose 7000-7001 --expose 53/udp -p 8080:80/sctp \
  -p 127.0.0.1:9000-9001:9000-9001/tcp --network-alias web --network-alias web "${flags[@]}"
look $case c1
clear c1

case=39-host-exposed
run $case run -d --name c1 --network host --expose 7000 "${flags[@]}"
look $case c1
clear c1
