podman run -d --name c2 --network podman --cgroups=disabled --rootfs ROOTFS /bin/sleep 1000
podman network connect --ip 10.250.0.3 net1 c2
#  Error: requested static ip 10.250.0.3 not in any subnet on network net1
#  Error: network inspection mismatch: asked to join 2 network(s) map[net1:{[10.250.0.3] [4ce0323d2854] [] eth1} podman:{[] [4ce0323d2854] [] eth0}], but have information on 1 network(s): internal libpod error
