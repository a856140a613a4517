podman run -d --name c1 --network static --cgroups=disabled --rootfs ROOTFS /bin/sleep 1000
