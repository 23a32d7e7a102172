#!/bin/sh
# The C example of README.md compiles against the public headers, and what the page shows of planning,
# of the roster and of an agenda is what the command prints.
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

# What the page shows after a command, up to the next paragraph.
documented() {
    awk -v command="$1" '/^    \$ / { on = index($0, command) > 0; more = /\\$/; next }
        more { more = /\\$/; next }
        on && /^[^ ]/ { exit }
        on' "$root/README.md"
}

"$program" plan "$root/examples/practices/first.json" -o "$folder/plan.json" 2>&1 |
    sed 's/^/    /' >"$folder/planned"
documented "plan first.json -o plan.json" | sed '/^$/d' >"$folder/documented"
# Of several optimal slots and bookings any may come out, and what comes after depends on which.
for file in planned documented; do
    sed -i '3,$s/  *[0-9][0-9]*  / N /g; s/total cost [0-9]*/total cost N/; /times/s/gap.*%/gap N %/' "$folder/$file"
done
diff "$folder/documented" "$folder/planned"
"$program" show "$root/examples/practices/first.json" "$folder/plan.json" roster |
    sed 's/^/    /; s/ *$//' >"$folder/shown"
documented "show first.json plan.json roster" >"$folder/documented"
diff "$folder/documented" "$folder/shown"

"$program" agenda init "$folder/week.db" "$root/examples/practices/first.json" "$folder/plan.json"
"$program" agenda offer "$folder/week.db" --patient p-88 --type review --practitioner martin \
    --most 3 --now 2026-11-23T09:10 | sed 's/^/    /; s/ *$//' >"$folder/shown"
documented "agenda offer week.db" | sed '/^$/d' >"$folder/documented"
# Where the open slots lie may differ, as above.
for file in shown documented; do
    sed -i '2,$s/[0-9][0-9]*/N/g' "$folder/$file"
done
diff "$folder/documented" "$folder/shown"
