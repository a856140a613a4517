podman run -d --name c1 --network host --expose 7000 --cgroups=disabled --rootfs ROOTFS /bin/sleep 1000
