# SPDX-License-Identifier: Apache-2.0
# What ./test --long does once the tests have run. Sourced by ./test, which sets jdk17 and has say.
# shellcheck shell=bash

# The command of each step, by what is announced. A new one is a line here; it fails by its exit status.
run_long_steps() {
    long_results=()
    step 'mutation coverage' mutation_coverage
    step 'the jars of a release, built twice' scripts/reproducible
    step 'search by fuzzers' scripts/fuzz --seconds 60
    step 'the README and all tests, in a fresh root' scripts/fresh-root
    step 'benchmark: startup' scripts/bench startup
    step 'benchmark: cni' scripts/bench cni
    step 'benchmark: run' scripts/bench run
    step 'benchmark: pods' scripts/bench pods
    step 'benchmark: native' scripts/bench native
    step 'benchmark: stacks' scripts/bench stacks
    [[ "${long_results[*]}" != *FAILED* ]]
}

# step WHAT COMMAND...: none keeps the next one from being tried.
step() {
    local what=$1 result=ok start=$SECONDS
    shift
    say "$what"
    JAVA_HOME=$jdk17 "$@" </dev/null || result=FAILED
    long_results+=("$(printf '%-45s %-6s %5d s' "$what" "$result" $((SECONDS - start)))")
}

mutation_coverage() {
    mvn -B -ntp test -Pmutation -Dmaven.test.skip.exec=true -Dspotless.check.skip=true -pl '!tests-e2e'
}

print_long_steps() {
    printf '\nbeside the tests:\n'
    printf '  %s\n' "${long_results[@]}"
}
