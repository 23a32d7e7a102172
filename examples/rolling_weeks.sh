#!/bin/sh
# Plans four weeks of a practice one after the other, each with the plan of the week before as its
# history, and then the last of them again with the week behind it, the days already published kept.
# Every plan must pass the check. Shows who took how many evenings and Saturdays.
#
# usage: sh examples/rolling_weeks.sh [IPSOSCHED]     (default: the ipsosched of the PATH)
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

ipsosched=${1:-ipsosched}
case $ipsosched in
/*) ;;
*/*) ipsosched=$PWD/$ipsosched ;;
esac
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
weeks=$top/examples/practices/weeks.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# The practice from a Monday on, for so many days: what else changes from week to week (leave,
# requests) would be edited too.
practice_from() {
    sed "s/\"first_day\": \"2026-11-30\", \"days\": 7/\"first_day\": \"$1\", \"days\": $2/" "$weeks"
}

# plan NAME OPTION...: plans NAME.json into NAME.plan and checks it.
plan() {
    name=$1
    shift
    "$ipsosched" plan "$name.json" "$@" --stage slots --work-limit 20000000 --quiet -o "$name.plan"
    "$ipsosched" check "$name.json" "$name.plan" "$@" --quiet
    echo "$name: every hard rule holds"
}

practice_from 2026-11-30 7 >week1.json
practice_from 2026-12-07 7 >week2.json
practice_from 2026-12-14 7 >week3.json
practice_from 2026-12-21 7 >week4.json
plan week1
plan week2 --after week1.plan
plan week3 --after week2.plan
plan week4 --after week3.plan

# Week 4 was published until Wednesday. Doctors ask for changes from Thursday on, and week 5 is due.
practice_from 2026-12-21 14 >weeks4-5.json
cp week4.plan published.plan
plan weeks4-5 --after published.plan --published-until 2026-12-23
for part in week4 weeks4-5; do
    sed -n '/"roster"/,/"slots"/p' $part.plan | grep '2026-12-2[123]"' | tr -d ' ' | sed 's/,$//' |
        sort >$part.kept
done
cmp week4.kept weeks4-5.kept
echo "weeks4-5: Monday to Wednesday are as published"

# What the four weeks leave behind, as the history of a fifth.
practice_from 2026-12-28 7 >week5.json
"$ipsosched" history week5.json --after week4.plan -o ready5.json
sed -n '/"practitioners"/,/"duties"/p' ready5.json | tr -d '"{}[]' |
    sed -n -e 's/.*name: \(Dr [A-Za-z]*\).*/\1/p' -e 's/.*fair_turns: \(.*\)/  \1/p'
