podman run -d --name c1 --network net1,net2 --network-alias web --cgroups=disabled --rootfs ROOTFS /bin/sleep 1000
podman network disconnect net1 c1
podman network disconnect net2 c1
podman network connect --alias api net2 c1
