podman run -d --name c1 --network old --cgroups=disabled --rootfs ROOTFS /bin/sleep 1000
