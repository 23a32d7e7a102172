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

work=$(mktemp -d)
plan=$work/plan.json
trap 'rm -rf "$work"' EXIT

# What a command says is shown only when it fails.
quietly() {
    "$@" >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        exit 1
    }
}

sh "$top/.ci/install.sh" build
[ -f "$build/build.ninja" ] || quietly meson setup "$build" "$top"
quietly ninja -C "$build" cli/ipsosched
"$build/cli/ipsosched" plan "$practice" --time-limit 20s -o "$plan"
"$build/cli/ipsosched" show "$practice" "$plan"
