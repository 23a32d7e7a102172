#!/bin/sh
# Installs what is missing, builds, and runs every test.
#
# usage: sh tests/run.sh [MESON TEST OPTION...]      for instance --no-suite slow
#
# BUILD_DIR (default: build/ beside the sources) is made when it is not there. The last line says
# "N passed, N failed, N skipped", of test programs; the exit code is 0 when none failed.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
build=${BUILD_DIR:-$root/build}
export LC_ALL=C.UTF-8

stop() {
    echo "tests/run.sh: $1" >&2
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
}

sh "$root/.ci/install.sh" build test || stop "packages are missing"
sh "$root/.ci/install.sh" schedulers ||
    echo "tests/run.sh: going on without; the tests of a batch under schedulers are skipped"
sh "$root/.ci/install.sh" plots ||
    echo "tests/run.sh: going on without; the test of plots is skipped"

if [ -f "$build/build.ninja" ]; then
    meson configure "$build" -Dtests=enabled || stop "the build directory cannot be used"
else
    meson setup "$build" "$root" -Dtests=enabled || stop "the build cannot be set up"
fi
meson compile -C "$build" || stop "the build failed"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
meson test -C "$build" --no-rebuild --print-errorlogs "$@" >"$log" 2>&1 </dev/null
status=$?
cat "$log"

# "Ok:  12" and so on, the summary that meson ends with.
count() {
    awk -v name="$1:" 'index($0, name) == 1 { n = $NF } END { print n + 0 }' "$log"
}
passed=$(($(count "Ok") + $(count "Expected Fail")))
failed=$(($(count "Fail") + $(count "Unexpected Pass") + $(count "Timeout")))
skipped=$(count "Skipped")
[ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
[ "$((passed + failed))" -gt 0 ] || failed=1
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
