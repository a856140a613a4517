# SPDX-License-Identifier: Apache-2.0
# Prints the network configuration of this machine, one thing a line, so that ./test can tell that the tests, which have
# hosts of their own for that, did not change it. Leaves out what changes by itself: counters, lifetimes, states, and what
# the kernel derives from the rest.
machine_network() {
    ip -oneline link show | sed -E 's/^[0-9]+: ([^:@]+).* mtu ([0-9]+) .*/link \1 mtu \2/'
    ip -oneline address show | awk '$4 !~ /^fe80:/ { print "address", $2, $4 }'
    ip -details route show table all | awk '!/ proto kernel/ { sub(/ expires.*/, ""); print "route", $0 }'
    ip rule show | sed 's/^/rule /'
    ip -6 rule show | sed 's/^/rule6 /'
    if [[ $EUID == 0 ]]; then
        nft --stateless list ruleset | sed '/^#/d; s/^/nft /'
        local ip first
        for ip in ip ip6; do
            if [[ -e /proc/net/${ip}_tables_names ]] && read -r first <"/proc/net/${ip}_tables_names"; then
                "${ip}tables-legacy-save" | sed -E "/^#/d; s/ \[[0-9]+:[0-9]+\]//; s/^/${ip}tables-legacy /"
            fi
        done
        { find /run/netns /run/podnet /etc/cni /var/lib/cni /var/lib/podnet 2>/dev/null || true; } | sort | sed 's/^/file /'
    fi
}
