podman run -d --name c1 --network net1 -p 8080:80 --cgroups=disabled --rootfs ROOTFS /bin/sleep 1000
podman run -d --name c2 --network container:c1 --cgroups=disabled --rootfs ROOTFS /bin/sleep 1000
podman stop -t0 c1
