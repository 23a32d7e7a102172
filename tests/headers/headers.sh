#!/bin/sh
# Every public header compiles alone, as C11 and as C++11, without a warning; it is in the list of
# installed headers; and ipsosched.h, where there is one, includes every other.
#
# usage: headers.sh SOURCE_ROOT INSTALLED_LIST CC...
# INSTALLED_LIST: the names of the installed headers, joined by commas.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
root=$1
installed=,$2,
shift 2
export ASAN_OPTIONS=detect_leaks=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
    echo "FAIL: $*"
    failures=$((failures + 1))
}

cxx=
for candidate in ${CXX:-} c++ g++ clang++; do
    if command -v "$candidate" >/dev/null 2>&1; then
        cxx=$candidate
        break
    fi
done
[ -n "$cxx" ] || echo "no C++ compiler: headers are tried as C only"

flags="-pedantic -Wall -Wextra -Wshadow -Werror -fsyntax-only -I$root/include"
count=0
for header in "$root"/include/ipsosched/*.h; do
    name=$(basename "$header")
    count=$((count + 1))
    # Twice, so that the include guard is tried as well.
    printf '#include <ipsosched/%s>\n#include <ipsosched/%s>\nextern int nothing;\n' \
        "$name" "$name" >"$work/alone.c"
    cp "$work/alone.c" "$work/alone.cc"
    # shellcheck disable=SC2086 # flags are words
    "$@" -std=c11 $flags "$work/alone.c" || fail "$name as C11"
    if [ -n "$cxx" ]; then
        # shellcheck disable=SC2086
        "$cxx" -std=c++11 $flags "$work/alone.cc" || fail "$name as C++11"
        grep -q 'extern "C"' "$header" || [ "$name" = ipsosched.h ] || fail "$name has no extern \"C\""
    fi
    case $installed in
    *",$name,"*) ;;
    *) fail "$name is not installed: add it to include/ipsosched/meson.build" ;;
    esac
    if [ -f "$root/include/ipsosched/ipsosched.h" ] && [ "$name" != ipsosched.h ]; then
        grep -q "#include <ipsosched/$name>" "$root/include/ipsosched/ipsosched.h" ||
            fail "ipsosched.h does not include $name"
    fi
done
[ "$count" -gt 0 ] || fail "no header found"
echo "$count headers, $failures failures"
[ "$failures" -eq 0 ]
