# SPDX-License-Identifier: Apache-2.0
# Finds JDKs. Sourced by ./podnet and ./test. Starts no process where that can be avoided: ./podnet does this each time.

# read_java_release HOME: sets java_release to the major version of a JDK, from its file: starting it would take 40 ms.
read_java_release() {
    local line
    [[ -x $1/bin/java && -r $1/release ]] || return 1
    while read -r line; do
        if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then
            java_release=${BASH_REMATCH[1]}
            return 0
        fi
    done <"$1/release"
    return 1
}

# list_jdk_homes: sets jdk_homes to where JDKs may be, the wanted one first.
list_jdk_homes() {
    local java home
    jdk_homes=()
    [[ -z ${JAVA_HOME:-} ]] || jdk_homes+=("$JAVA_HOME")
    if hash java 2>/dev/null; then
        java=${BASH_CMDS[java]}
        for home in /usr/lib/jvm/*; do
            # Usually it is one of these; following the links would take a process.
            [[ ! $java -ef $home/bin/java ]] || { jdk_homes+=("$home" /usr/lib/jvm/*); return; }
        done
        java=$(readlink -f -- "$java")
        jdk_homes+=("${java%/bin/java}")
    fi
    jdk_homes+=(/usr/lib/jvm/*)
}

# find_jdk VERSION: prints the home of a JDK, with compiler, of that major version, if there is one.
find_jdk() {
    local home jdk_homes java_release
    list_jdk_homes
    for home in "${jdk_homes[@]}"; do
        if [[ -x $home/bin/javac ]] && read_java_release "$home" && ((java_release == $1)); then
            printf '%s' "$home"
            return 0
        fi
    done
    return 1
}
