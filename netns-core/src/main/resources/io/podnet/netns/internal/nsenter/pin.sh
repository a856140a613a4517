# SPDX-License-Identifier: Apache-2.0
# pin.sh DIRECTORY FILE: mounts the network namespace that it runs in on a file that does not exist yet.
set -eu
directory=$1
pin=$2

mkdir -p -- "$directory"
exec 9<"$directory"
flock -w 30 9 || { echo "somebody has held the flock on $directory for 30 s" >&2; exit 1; }

# Copies of the mount namespace are to see pins come and go. Fails if the directory is no mount point.
if ! mount --make-shared "$directory" 2>/dev/null; then
    case $(findmnt --noheadings --output PROPAGATION --target "$directory") in
        *shared*) ;; # it lies on a shared mount: that does
        *)
            # Recursively, or pins that are there already would be hidden.
            mount --rbind "$directory" "$directory"
            mount --make-shared "$directory" || { umount --lazy "$directory"; exit 1; }
            ;;
    esac
fi

# noclobber opens with O_EXCL. Nobody can open the file before something is mounted on it, not even by mistake.
(umask 777 && set -C && : >"$pin")
mount --bind /proc/self/ns/net "$pin" || { rm -f -- "$pin"; exit 1; }
