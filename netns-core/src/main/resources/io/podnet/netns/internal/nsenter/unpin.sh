# SPDX-License-Identifier: Apache-2.0
# unpin.sh DIRECTORY FILE: takes off all namespaces that are mounted on a file and removes it. Prints "absent" if there is
# no such file, "foreign" if it is something else, which stays; else "removed".
set -eu
directory=$1
pin=$2

there() { [ -e "$pin" ] || [ -L "$pin" ]; }

there || { echo absent; exit; }
exec 9<"$directory"
flock -w 30 9 || { echo "somebody has held the flock on $directory for 30 s" >&2; exit 1; }

# The kernel may say EBUSY for a moment, for instance when somebody else has mounted something there.
for pause in 0.001 0.002 0.004 0.008 0.016 0.032 0.064 0.128 0.256 0.512 1 last; do
    # Two processes may have put one on the other.
    while [ ! -L "$pin" ] && [ "$(stat --file-system --format %T -- "$pin")" = nsfs ]; do
        umount --lazy -- "$pin"
    done
    there || { echo absent; exit; }
    # Never what may be somebody's data: the directory of pins may have been set by mistake.
    if [ -L "$pin" ] || [ ! -f "$pin" ] || [ -s "$pin" ]; then
        echo foreign
        exit
    fi
    if message=$(unlink -- "$pin" 2>&1); then
        echo removed
        exit
    fi
    case $message in
        *busy*) [ $pause = last ] || sleep $pause ;;
        *) break ;;
    esac
done
echo "$message" >&2
exit 1
