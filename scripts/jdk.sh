# Finds JDKs. Sourced by ./podnet and ./test.

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

# jdk_homes: prints where JDKs may be, the wanted one first.
jdk_homes() {
    local java
    [[ -z ${JAVA_HOME:-} ]] || printf '%s\n' "$JAVA_HOME"
    if java=$(command -v java); then
        java=$(readlink -f -- "$java")
        printf '%s\n' "${java%/bin/java}"
    fi
    printf '%s\n' /usr/lib/jvm/*
}

# find_jdk VERSION: prints the home of a JDK, with compiler, of that major version, if there is one.
find_jdk() {
    local home
    while read -r home; do
        if [[ -x $home/bin/javac && $(java_version "$home") == "$1" ]]; then
            printf '%s' "$home"
            return 0
        fi
    done < <(jdk_homes)
    return 1
}
