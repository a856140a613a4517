podman run -d --name c1 --network ns:/run/netns/blue --cgroups=disabled --rootfs ROOTFS /bin/sleep 1000
