#!/bin/sh
# Plans the week of the Saint-Martin example: installs what is missing, builds, plans, and shows the
# roster, the agenda of a day and the measures in the terminal.
#
# usage: sh examples/plan_week.sh [PRACTICE.json]
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
practice=${1:-$top/examples/practices/saint-martin.json}
build=${BUILD_DIR:-$top/build}

sh "$top/.ci/install.sh" build
if [ ! -f "$build/build.ninja" ]; then
    meson setup "$build" "$top" >/dev/null
fi
ninja -C "$build" cli/ipsosched >/dev/null

plan=$(mktemp)
trap 'rm -f "$plan"' EXIT
"$build/cli/ipsosched" plan "$practice" --time-limit 20s -o "$plan"
"$build/cli/ipsosched" show "$practice" "$plan"
