#!/bin/sh
# What ipsosched-bench accepts and refuses, and the shape of its tables.
#
# usage: bench.sh PROGRAM
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
bench=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

# fails NAME: counts a failure and shows what the program said.
fails() {
    echo "FAILED: $1"
    sed 's/^/  out: /' "$folder/out" | head -n 5
    sed 's/^/  err: /' "$folder/err" | head -n 5
    failures=$((failures + 1))
}

# expect CODE NAME ARGUMENT...: runs the program and compares its exit code.
expect() {
    want=$1
    name=$2
    shift 2
    "$bench" "$@" >"$folder/out" 2>"$folder/err"
    code=$?
    [ "$code" -eq "$want" ] || fails "$name: exit code $code instead of $want"
}

# says PATTERN NAME: standard error of the last run has a line that matches.
says() {
    grep -q -- "$1" "$folder/err" || fails "$2: standard error does not say $1"
}

# silent NAME: the last run wrote nothing to standard output.
silent() {
    [ ! -s "$folder/out" ] || fails "$1: something was written to standard output"
}

refuses() {
    name=$1
    pattern=$2
    shift 2
    expect 2 "$name" "$@"
    says "$pattern" "$name"
    silent "$name"
}

refuses no_suite_is_a_usage_error '^usage:'
refuses an_unknown_suite_is_named 'no suite is named "month"' month
refuses an_unknown_option_is_named 'week has no option --fast' week --fast
refuses a_missing_value_is_named '--seed wants a value' week --seed
refuses a_time_limit_of_zero_is_refused '--time-limit 0: a number of seconds' week --time-limit 0
refuses a_negative_time_limit_is_refused '--time-limit -1' week --time-limit -1
refuses a_time_limit_without_end_is_refused '--time-limit inf' week --time-limit inf
refuses text_after_a_number_is_refused '--time-limit 2h' week --time-limit 2h
refuses a_gap_above_one_is_refused '--gap 1.5: a number from 0 to 1' week --gap 1.5
refuses a_work_limit_of_zero_is_refused '--work-limit 0' week --work-limit 0
refuses a_seed_that_is_no_number_is_refused '--seed one' week --seed one
refuses a_seed_past_64_bits_is_refused '--seed 18446744073709551616' week --seed 18446744073709551616
refuses no_thread_is_refused '--threads 0: a whole number from 1' week --threads 0
refuses a_value_for_a_switch_is_refused '--by-stage takes no value' week --by-stage=1
refuses an_unknown_scenario_is_named 'no scenario is named "nowhere"' week --scenario nowhere
refuses an_unknown_figure_is_named 'no figure is named "nowhere"' figures nowhere

for suite in week figures; do
    expect 0 "${suite}_has_help" "$suite" --help
    for option in --scenario --data --time-limit --work-limit --seed --threads --gap; do
        grep -q -- "^  $option " "$folder/out" || fails "the help of $suite leaves out $option"
    done
done
expect 0 help_lists_the_suites --help
grep -q '^  week ' "$folder/out" || fails "help_lists_the_suites: week is not there"
grep -q '^  figures ' "$folder/out" || fails "help_lists_the_suites: figures is not there"

expect 3 a_folder_that_is_not_there_is_bad_input week --data "$folder/none"
says "$folder/none" a_folder_that_is_not_there_is_bad_input
mkdir "$folder/empty"
expect 3 a_folder_without_documents_is_bad_input week --data "$folder/empty"
says 'holds no practice document' a_folder_without_documents_is_bad_input
mkdir "$folder/broken"
echo '{' >"$folder/broken/half.json"
expect 3 a_broken_document_is_bad_input week --data "$folder/broken"
says '^ipsosched-bench: half: ' a_broken_document_is_bad_input

header=instance,method,stage,seed,threads,rows,columns,seconds,work,outcome,stop,cost,bound,gap
header=$header,peak_kb,check,revision

# shape NAME METHOD: the last run printed the header, then four stages and "all", 17 columns each,
# the plan having passed its check.
shape() {
    [ "$(head -n 1 "$folder/out")" = "$header" ] || fails "$1: the header differs"
    stages=$(awk -F, 'NR > 1 { printf "%s ", $3 }' "$folder/out")
    [ "$stages" = "roster slots bookings times all " ] || fails "$1: stages are $stages"
    awk -F, -v method="$2" 'NF != 17 || (NR > 1 && ($2 != method || $16 != "ok")) { exit 1 }' \
        "$folder/out" || fails "$1: a row is out of shape"
}

mkdir "$folder/data"
cp "$IPSO_SOURCE_ROOT/examples/practices/first.json" "$folder/data/"
expect 0 a_document_makes_five_rows week --data "$folder/data" --work-limit 20000000 --seed 3
shape a_document_makes_five_rows pipeline
awk -F, 'NR > 1 && ($1 != "first" || $4 != 3 || $5 != 1) { exit 1 }' "$folder/out" ||
    fails "a_document_makes_five_rows: instance, seed or threads differ"

expect 0 a_run_by_stage_times_each_stage \
    week --data "$folder/data" --work-limit 20000000 --by-stage --threads=2
shape a_run_by_stage_times_each_stage stages
awk -F, 'NR > 1 && ($8 == "" || $5 != 2) { exit 1 }' "$folder/out" ||
    fails "a_run_by_stage_times_each_stage: a stage has no time"

[ "$failures" -eq 0 ] && echo "all passed"
[ "$failures" -eq 0 ]
