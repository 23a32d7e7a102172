#!/bin/sh
# The C example of README.md compiles against the public headers, and its shown roster is what the
# command prints.
#
# usage: readme.sh SOURCE_ROOT PROGRAM
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
root=$1
program=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

awk '/^```c$/ { on = 1; next } /^```$/ { on = 0 } on' "$root/README.md" >"$folder/example.c"
[ -s "$folder/example.c" ]
cc -std=c11 -Wall -Wextra -Werror -I"$root/include" -c "$folder/example.c" -o "$folder/example.o"

"$program" plan -q "$root/examples/practices/first.json" -o "$folder/plan.json"
"$program" show "$root/examples/practices/first.json" "$folder/plan.json" roster |
    sed 's/^/    /; s/ *$//' >"$folder/shown"
awk '/ipsosched show first.json plan.json roster$/ { on = 1; next } on && /^`show`/ { exit } on' \
    "$root/README.md" >"$folder/documented"
diff "$folder/documented" "$folder/shown"
