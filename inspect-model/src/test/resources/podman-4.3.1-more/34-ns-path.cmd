podman run -d --name c1 --network ns:/run/netns/blue -p 8080:80 --expose 7000 --cgroups=disabled --rootfs ROOTFS /bin/sleep 1000
