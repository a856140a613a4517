# SPDX-License-Identifier: Apache-2.0
# What podnet takes from the distribution, under Debian's and Ubuntu's names. Sourced by ./podnet and ./test.
#
# Each line: the package, then commands and files of which any one proves that it is there (so that plugins or tools
# that came another way count too).

runtime_packages='
containernetworking-plugins /usr/lib/cni/bridge /opt/cni/bin/bridge
iptables iptables
nftables nft
iproute2 ip
util-linux nsenter
libnftables1 /usr/lib/*/libnftables.so.1 /usr/lib/libnftables.so.1 /usr/lib64/libnftables.so.1
'

# What the tests need beside those.
test_packages='
slirp4netns slirp4netns
passt pasta
uidmap newuidmap
curl curl
procps sysctl
golang-github-containernetworking-plugin-dnsname /usr/lib/cni/dnsname /opt/cni/bin/dnsname
dnsmasq-base dnsmasq
tcpdump tcpdump
podman podman
crun crun
'

# What ./test --long needs beside those: the benchmarks.
long_packages='
iperf3 iperf3
'

# Debian keeps the network tools where only root's PATH looks.
case ":$PATH:" in
    *:/usr/sbin:*) ;;
    *) PATH="$PATH:/usr/sbin:/sbin" ;;
esac

# missing_packages LIST: prints the names of those that are not there.
missing_packages() {
    local package proofs proof
    while read -r package proofs; do
        [[ -n $package ]] || continue
        # Unquoted on purpose: a file may be a pattern.
        for proof in $proofs; do
            if [[ $proof == /* ]]; then
                [[ -e $proof ]] && continue 2
            else
                command -v "$proof" >/dev/null && continue 2
            fi
        done
        printf '%s\n' "$package"
    done <<<"$1"
}

# can_install_packages: whether this is root on a distribution that has them under these names.
can_install_packages() {
    [[ $EUID == 0 ]] && command -v apt-get >/dev/null && [[ -e /etc/debian_version ]]
}

# install_packages NAME...: installs them; all that apt says goes to stderr.
install_packages() {
    local options=(-y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    # Fresh images come without package lists: fetch them when the names alone do not lead to an installation.
    DEBIAN_FRONTEND=noninteractive apt-get install "${options[@]}" "$@" >&2 2>/dev/null || {
        apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install "${options[@]}" "$@" >&2
    }
}

# install_missing_packages LIST: installs those that are not there, or says what is missing and ends. Whoever sources this
# has say and fail.
install_missing_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$1")
    ((${#missing[@]} > 0)) || return 0
    can_install_packages || fail "these packages are missing: ${missing[*]} (only root on Debian or Ubuntu gets them installed by this command)"
    say "installing ${missing[*]}"
    install_packages "${missing[@]}" || fail "apt-get could not install ${missing[*]}"
}
