# Finds JDKs. Sourced by ./test.

# java_version HOME: prints the major version of a JDK, from its release file: starting it would take 40 ms.
java_version() {
    local line
    [[ -x $1/bin/java && -r $1/release ]] || return 1
    while read -r line; do
        if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then
            printf '%s' "${BASH_REMATCH[1]}"
            return 0
        fi
    done <"$1/release"
    return 1
}

# find_jdk VERSION: prints the home of a JDK, with compiler, of that major version, if there is one.
find_jdk() {
    local home java
    java=$(command -v java || true)
    for home in "${JAVA_HOME:-}" "${java:+$(dirname -- "$(dirname -- "$(readlink -f -- "$java")")")}" /usr/lib/jvm/*; do
        if [[ -n $home && -x $home/bin/javac && $(java_version "$home") == "$1" ]]; then
            printf '%s' "$home"
            return 0
        fi
    done
    return 1
}
