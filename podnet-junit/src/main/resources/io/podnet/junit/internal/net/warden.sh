# SPDX-License-Identifier: Apache-2.0
# Waits for its input to end, which it does when the JVM closes it or dies; then ends every process of this network
# namespace but itself: by TERM, and what is left after two seconds by KILL. Being here, it keeps the namespace, so that the
# kernel cannot give its number to another one meanwhile.
trap '' HUP INT QUIT TERM
echo
while read -r line; do :; done

# Sends a signal to all; true if there was one to send it to.
all() {
    found=false
    for process in /proc/[0-9]*; do
        pid=${process#/proc/}
        if [ "$pid" != $$ ] && [ "$process/ns/net" -ef /proc/$$/ns/net ] && kill -s "$1" "$pid" 2>/dev/null; then
            found=true
        fi
    done
    $found
}

all TERM || exit 0
for round in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    sleep 0.1
    all 0 || exit 0
done
for round in 1 2 3 4 5 6 7 8 9 10; do
    all KILL || exit 0
    sleep 0.1
done
exit 1
