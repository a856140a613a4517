podman run -d --name c1 --network podman --cgroups=disabled --rootfs ROOTFS /bin/sleep 1000
