#!/bin/sh
# Installs the built library into a scratch directory and uses it from outside, as a booking service
# would: pkg-config, compile, link, run.
#
# usage: install.sh BUILD_ROOT SOURCE_ROOT PREFIX LIBDIR CC...
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
build=$1 source=$2 prefix=$3 libdir=$4
shift 4
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

meson install -C "$build" --no-rebuild --destdir "$work/root" >"$work/log" 2>&1 ||
    { cat "$work/log"; exit 1; }

lib=$work/root$prefix/$libdir
[ -f "$lib/pkgconfig/ipsosched.pc" ] || { echo "no ipsosched.pc"; exit 1; }
for header in "$source"/include/ipsosched/*.h; do
    [ -f "$work/root$prefix/include/ipsosched/$(basename "$header")" ] ||
        { echo "$(basename "$header") is not installed"; exit 1; }
done

export PKG_CONFIG_SYSROOT_DIR="$work/root" PKG_CONFIG_PATH="$lib/pkgconfig"
pkg-config --exists --print-errors ipsosched
if pkg-config --libs ipsosched | grep -qE -- '-l(glpk|gsl|jansson|sqlite3)'; then
    echo "users of the shared library need not link glpk, gsl, jansson or sqlite3"
    exit 1
fi
# shellcheck disable=SC2046 # pkg-config prints words
"$@" -std=c11 -Wall -Wextra -pedantic -Werror -o "$work/consumer" "$here/consumer.c" \
    $(pkg-config --cflags --libs ipsosched)

readelf -d "$work/consumer" | grep -q 'NEEDED.*\[libipsosched\.so\.0\]' ||
    { echo "the consumer does not ask for libipsosched.so.0"; exit 1; }
holiday=$(LD_LIBRARY_PATH="$lib" "$work/consumer" "$(pkg-config --modversion ipsosched)")
[ "$holiday" = "Easter Monday" ] || { echo "the consumer printed: $holiday"; exit 1; }
