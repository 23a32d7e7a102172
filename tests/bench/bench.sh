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
refuses agendas_of_no_scenario_are_refused 'no scenario is named "nantes"' agendas nantes
refuses policies_have_options_of_their_own 'policies has no option --fast' policies --fast
refuses one_replication_has_no_interval '--replications 1: a whole number from 2' policies --replications 1
refuses policies_of_no_scenario_are_refused 'no scenario is named "nantes"' policies nantes
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
refuses an_unknown_solver_is_named 'no solver is named "cplex"' week --solvers glpsol,cplex
refuses an_unknown_figure_is_named 'no figure is named "nowhere"' figures nowhere

refuses rosters_without_a_folder_are_refused 'rosters wants --data DIR' rosters
refuses a_roster_has_no_scenario 'rosters has no option --scenario' rosters --scenario didier

refuses an_unknown_kind_of_instance_is_named 'no kind of instance is named "nothing"' bookings nothing
refuses a_scale_of_zero_is_refused '--scale 0: a whole number from 1 to 64' bookings --scale 0
refuses a_scale_past_64_is_refused '--scale 65' bookings --scale 65

refuses no_week_is_refused '--weeks 0: a whole number from 1 to 52' fair --weeks 0
refuses a_year_and_a_week_are_refused '--weeks 53' fair --weeks 53
refuses fair_takes_no_name 'fair takes no name: didier' fair didier

for suite in week figures; do
    expect 0 "${suite}_has_help" "$suite" --help
    for option in --scenario --data --time-limit --work-limit --seed --threads --gap; do
        grep -q -- "^  $option " "$folder/out" || fails "the help of $suite leaves out $option"
    done
done
expect 0 week_has_help week --help
for option in --solvers --python; do
    grep -q -- "^  $option " "$folder/out" || fails "the help of week leaves out $option"
done
expect 0 rosters_has_help rosters --help
for option in --data --time-limit --work-limit --seed --threads --gap; do
    grep -q -- "^  $option " "$folder/out" || fails "the help of rosters leaves out $option"
done
expect 0 bookings_has_help bookings --help
for option in --instance-seed --scale --time-limit --work-limit --seed --threads --gap; do
    grep -q -- "^  $option " "$folder/out" || fails "the help of bookings leaves out $option"
done
expect 0 fair_has_help fair --help
for option in --weeks --whole --by-site --csv --instance-seed --time-limit --work-limit --seed --threads --gap; do
    grep -q -- "^  $option " "$folder/out" || fails "the help of fair leaves out $option"
done
expect 0 agendas_has_help agendas --help
for option in --instance-seed --scale --time-limit --work-limit --seed --threads --gap; do
    grep -q -- "^  $option " "$folder/out" || fails "the help of agendas leaves out $option"
done
expect 0 agenda_has_help agenda --help
grep -q "first fit" "$folder/out" || fails "the help of agenda does not say what it measures"
expect 2 agenda_wants_a_question agenda
expect 2 agenda_counts_its_seeds agenda fill didier 0
expect 0 agenda_fills agenda fill didier 1
grep -q "^every,interval_95" "$folder/out" || fails "agenda fill gives no interval"
expect 0 policies_has_help policies --help
for option in --policy --against --load --seed --replications --weeks --warmup --ahead --threads \
    --work-limit --instance-seed --output --format --table --quick; do
    grep -q -- "^  $option " "$folder/out" || fails "the help of policies leaves out $option"
done
expect 0 joint_has_help joint --help
for option in --instance-seed --time-limit --work-limit --seed --threads --gap; do
    grep -q -- "^  $option " "$folder/out" || fails "the help of joint leaves out $option"
done
refuses joint_takes_scenarios_alone 'no scenario is named "nobody"' joint nobody
expect 0 joint_plans_both_ways joint didier --work-limit 100000000
awk -F, 'NR == 1 { next } NF != 13 || $12 != "ok" || $10 > $9 || $7 + $8 != $9 { exit 1 }
    { cost[$3] = $9 } END { exit !(NR == 3 && cost["together"] < cost["apart"]) }' "$folder/out" ||
    fails "joint_plans_both_ways: a row is out of shape, or together costs no less"
expect 0 times_has_help times --help
for option in --instance-seed --time-limit --work-limit --seed --threads --gap; do
    grep -q -- "^  $option " "$folder/out" || fails "the help of times leaves out $option"
done
refuses times_takes_scenarios_alone 'no scenario is named "nobody"' times nobody
expect 0 times_beat_equal_intervals times didier --work-limit 20000000
# Exact values are those of whole minutes, 0.5 % from those of the laws at most.
awk -F, 'NR == 1 { next } NF != 16 || ($12 - $13) ^ 2 > ($12 / 200 + 4 * $14) ^ 2 { exit 1 }
    { cost[$3] = $12 }
    END { exit !(NR == 5 && cost["planned"] <= cost["left"] &&
                 cost["planned"] < cost["left-equal"] &&
                 cost["planned"] < cost["planned-equal"]) }' "$folder/out" ||
    fails "times_beat_equal_intervals: a row is out of shape, or the planned times cost no less"
expect 0 help_lists_the_suites --help
grep -q '^  times ' "$folder/out" || fails "help_lists_the_suites: times is not there"
grep -q '^  year ' "$folder/out" || fails "help_lists_the_suites: year is not there"
grep -q '^  joint ' "$folder/out" || fails "help_lists_the_suites: joint is not there"
grep -q '^  fair ' "$folder/out" || fails "help_lists_the_suites: fair is not there"
grep -q '^  week ' "$folder/out" || fails "help_lists_the_suites: week is not there"
grep -q '^  figures ' "$folder/out" || fails "help_lists_the_suites: figures is not there"
grep -q '^  bookings ' "$folder/out" || fails "help_lists_the_suites: bookings is not there"

expect 3 a_folder_that_is_not_there_is_bad_input week --data "$folder/none"
says "$folder/none" a_folder_that_is_not_there_is_bad_input
mkdir "$folder/empty"
expect 3 a_folder_without_documents_is_bad_input week --data "$folder/empty"
says 'holds no file \*.json' a_folder_without_documents_is_bad_input
mkdir "$folder/broken"
echo '{' >"$folder/broken/half.json"
expect 3 a_broken_document_is_bad_input week --data "$folder/broken"
says '^ipsosched-bench: half: ' a_broken_document_is_bad_input

header=instance,method,stage,seed,threads,rows,columns,seconds,cpu_seconds,work,outcome,stop,cost
header=$header,bound,gap,peak_kb,check,revision

# shape NAME METHOD: the last run printed the header, then four stages and "all", 18 columns each,
# the plan having passed its check.
shape() {
    [ "$(head -n 1 "$folder/out")" = "$header" ] || fails "$1: the header differs"
    stages=$(awk -F, 'NR > 1 { printf "%s ", $3 }' "$folder/out")
    [ "$stages" = "roster slots bookings times all " ] || fails "$1: stages are $stages"
    awk -F, -v method="$2" 'NF != 18 || (NR > 1 && ($2 != method || $17 != "ok")) { exit 1 }' \
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
awk -F, 'NR > 1 && ($8 == "" || $9 == "" || $5 != 2) { exit 1 }' "$folder/out" ||
    fails "a_run_by_stage_times_each_stage: a stage has no time"

# Two people and two days: one head a day is wanted at 10, and each may work one day alone.
mkdir "$folder/rosters"
small() {
    printf '%s\n' SECTION_HORIZON 2 SECTION_SHIFTS D,480, SECTION_STAFF a,D=1,480,0,2,1,1,1 \
        b,D=1,480,0,2,1,1,1 SECTION_DAYS_OFF SECTION_SHIFT_ON_REQUESTS \
        SECTION_SHIFT_OFF_REQUESTS "$1" SECTION_COVER 0,D,1,10,1 1,D,1,10,1
}
small a,0,D,3 >"$folder/rosters/pair10.txt" # b on day 0, a on day 1: 0
small '# none' >"$folder/rosters/pair2.txt"
expect 0 each_instance_makes_a_row rosters --data "$folder/rosters" --seed 4
[ "$(awk -F, 'NR > 1 { printf "%s ", $1 }' "$folder/out")" = "pair2 pair10 " ] ||
    fails "each_instance_makes_a_row: rows are out of order"
# 28 columns; proven at 0, checked, recounted; nothing published of them.
awk -F, 'NF != 28 || (NR > 1 && ($3 $4 $5 != 221 || $6 != 4 || $12 != "optimal" || $14 != 0 ||
         $15 != 0 || $18 $19 != "okok" || $20 $21 $22 $23 $24 $25 $26 $27 != "")) { exit 1 }' "$folder/out" ||
    fails "each_instance_makes_a_row: a row is out of shape"
expect 0 an_instance_is_chosen_by_name rosters --data "$folder/rosters" pair10
[ "$(wc -l <"$folder/out")" -eq 2 ] || fails "an_instance_is_chosen_by_name: other rows"
refuses an_unknown_instance_is_named 'holds no instance "pair3"' \
    rosters --data "$folder/rosters" pair3
small a,2,D,3 >"$folder/rosters/pair4.txt"
expect 3 a_broken_instance_is_bad_input rosters --data "$folder/rosters"
says '^ipsosched-bench: pair4: line 11: day 2 is outside 0 to 1$' a_broken_instance_is_bad_input
[ "$(wc -l <"$folder/out")" -eq 3 ] || fails "a_broken_instance_is_bad_input: the others have rows"
mkdir "$folder/physicians"
echo 'numStations=1;' >"$folder/physicians/ward.dzn"
expect 3 a_broken_physician_instance_is_bad_input rosters --data "$folder/physicians"
says '^ipsosched-bench: ward: numDepartments is missing$' a_broken_physician_instance_is_bad_input
# Each works one day of the two. Day 0 costs b 2 and a 3, so that a takes day 1: 2, and no less.
# Every solver proves it on the program written, or is not installed; glpsol (glpk-utils) is.
mkdir "$folder/solvers"
printf '%s\n' SECTION_HORIZON 2 SECTION_SHIFTS D,480, SECTION_STAFF a,D=1,480,0,2,1,1,1 \
    b,D=1,480,0,2,1,1,1 SECTION_DAYS_OFF SECTION_SHIFT_ON_REQUESTS SECTION_SHIFT_OFF_REQUESTS \
    a,0,D,3 b,0,D,2 SECTION_COVER 0,D,1,10,1 1,D,1,10,1 >"$folder/solvers/apart.txt"
cp "$folder/rosters/pair10.txt" "$folder/solvers/"
expect 0 solvers_agree_on_a_roster week --data "$folder/solvers" --solvers all apart
awk -F, 'NR == 1 { next } NF != 18 || $1 $3 != "apartroster" || $11 == "unknown" { exit 1 }
    $11 == "optimal" && ($13 != 2 || $14 != 2 || $15 != 0 || $17 != "ok") { exit 1 }
    $11 != "not installed" && $8 == "" { exit 1 }
    { outcome[$2] = $11 }
    END { exit !(NR == 7 && outcome["planner"] == "optimal" && outcome["glpsol"] == "optimal" &&
                 "greedy" in outcome && "cbc" in outcome && "highs" in outcome &&
                 "cpsat" in outcome) }' "$folder/out" ||
    fails "solvers_agree_on_a_roster: a row is wrong"
python=$(python3 -c 'import sys; print(sys.executable)')
path=$PATH
# shellcheck disable=SC2123 # to hide what is installed is the point
PATH=/nonexistent
expect 0 a_solver_that_is_not_installed_has_a_row \
    week --data "$folder/solvers" --solvers glpsol apart --python "$python"
PATH=$path
[ "$(awk -F, 'NR > 1 { printf "%s %s %s ", $2, $11, $13 }' "$folder/out")" = \
    "glpsol not installed  planner optimal 2 " ] ||
    fails "a_solver_that_is_not_installed_has_a_row: rows are others"
refuses an_unknown_name_is_no_instance_either 'holds no instance of that name' \
    week --data "$folder/solvers" pair11
expect 0 a_folder_of_public_instances_is_planned week --data "$folder/solvers" --work-limit 1000000
[ "$(awk -F, 'NR > 1 { printf "%s %s %s ", $1, $3, $13 }' "$folder/out")" = \
    "apart roster 2 apart all 2 pair10 roster 0 pair10 all 0 " ] ||
    fails "a_folder_of_public_instances_is_planned: rows are others"
expect 1 a_python_that_is_not_there_fails \
    week --data "$folder/solvers" --solvers glpsol apart --python "$folder/none"
says 'apart: .*solve_model.py glpsol failed' a_python_that_is_not_there_fails
# 12 sessions of a practice by the work limit alone: all but times and memory repeat, with any number
# of threads; 28 doctors have 28 x 20 half-days and 28 x 121 + 12 requests
header=instance,scale,instance_seed,method,seed,threads,bins,rows,options,seconds
header=$header,cpu_seconds,work,stop,value,bound,gap,peak_kb,recount,revision
expect 0 packings_are_measured \
    bookings --work-limit 4000000 --seed 5 --instance-seed 2 bookings practice
[ "$(head -n 1 "$folder/out")" = "$header" ] || fails "packings_are_measured: the header differs"
awk -F, 'NF != 19 || (NR > 1 && ($18 != "ok" || $14 > $15 || $11 < 0 || $3 != 2 || $5 != 5)) { exit 1 }
         NR == 2 && ($1 != "bookings" || $7 != 560 || $8 != 3400) { exit 1 }
         NR == 3 && ($1 != "practice" || $7 != 12) { exit 1 }
         END { if (NR != 3) exit 1 }' "$folder/out" || fails "packings_are_measured: a row is wrong"
cut -d, -f 1-5,7-9,12-16 "$folder/out" >"$folder/first"
expect 0 packings_repeat \
    bookings --work-limit 4000000 --seed 5 --instance-seed 2 --threads 2 bookings practice
cut -d, -f 1-5,7-9,12-16 "$folder/out" | cmp -s - "$folder/first" ||
    fails "packings_repeat: two threads find another point"
expect 0 a_scaled_instance_is_larger bookings --work-limit 1000000 --scale 2
awk -F, 'NR == 2 && ($2 != 2 || $7 != 1120) { exit 1 }' "$folder/out" ||
    fails "a_scaled_instance_is_larger: the row is wrong"

# Two settings x three rules x 28 doctors x six figures; turns above and below the fair shares cancel
# out, and one week at once is one week after none.
expect 0 turns_are_measured fair --weeks 1 --work-limit 20000000 --csv
[ "$(head -n 1 "$folder/out")" = "setting,rule,practitioner,group,measure,value,revision" ] ||
    fails "turns_are_measured: the header differs"
awk -F, 'NF != 7 { exit 1 }
         NR > 1 && $3 != "" { figures++ }
         $5 == "above" { sum[$1 $2] += $6 }
         $5 == "violations" && $6 != 0 { exit 1 }
         END { for (i in sum) { rules++; if (sum[i] > 1e-6 || sum[i] < -1e-6) exit 1 }
               if (figures != 1008 || rules != 6) exit 1 }' "$folder/out" ||
    fails "turns_are_measured: a row is wrong"
cp "$folder/out" "$folder/rolling"
expect 0 one_week_at_once_is_one_week fair --weeks 1 --work-limit 20000000 --csv --whole
cmp -s "$folder/out" "$folder/rolling" || fails "one_week_at_once_is_one_week: figures differ"
# Within each site they cancel out as well.
expect 0 turns_are_shared_by_site fair --weeks 1 --work-limit 20000000 --csv --by-site
awk -F, '$5 == "above" { name = $3; sub(/-gp-.*/, "", name); sum[$1 $2 name] += $6 }
         END { for (i in sum) { pools++; if (sum[i] > 1e-6 || sum[i] < -1e-6) exit 1 }
               if (pools != 36) exit 1 }' "$folder/out" || fails "turns_are_shared_by_site: sums differ"
expect 0 two_weeks_make_tables fair --weeks 2 --work-limit 20000000
for line in '^evenings$' '^saturdays$' '^turns away from the fair share$' '^on: 2 plans, 0 violations'; do
    grep -q "$line" "$folder/out" || fails "two_weeks_make_tables: no line is $line"
done

# 8 doctors, 7 days, proven: the value is the bound; the work repeats with two threads
header=instance,people,days,seed,threads,rows,columns,seconds,work,outcome,stop,value,bound,gap
header=$header,peak_kb,check,limit_s,gap_asked,met,revision
expect 0 a_symmetric_practice_is_proven practices symmetric --time-limit 60
[ "$(head -n 1 "$folder/out")" = "$header" ] || fails "a_symmetric_practice_is_proven: the header"
awk -F, 'NF != 20 || (NR == 2 && ($1 $2 $3 != "symmetric87" || $10 != "optimal" || $12 != $13 ||
         $14 != 0 || $16 != "ok")) { exit 1 } END { if (NR != 2) exit 1 }' "$folder/out" ||
    fails "a_symmetric_practice_is_proven: the row is wrong"
expect 0 practices_repeat practices ipso-1 --time-limit 60 --work-limit 20000000
cut -d, -f 1-4,6-7,9-14,16 "$folder/out" >"$folder/first"
expect 0 practices_repeat practices ipso-1 --time-limit 60 --work-limit 20000000 --threads 2
cut -d, -f 1-4,6-7,9-14,16 "$folder/out" | cmp -s - "$folder/first" ||
    fails "practices_repeat: two threads make another roster"
refuses an_unknown_practice_is_named 'no practice is named "symetric"' practices symetric

# Two practices side by side: a row with a checked plan; the work repeats with two threads.
expect 0 practices_side_by_side agendas didier --scale 2 --work-limit 3000000
awk -F, 'NF != 22 || (NR == 2 && ($1 $2 != "didier2" || $21 != "ok" || $16 > $10 || $16 < $11)) {
         exit 1 } END { if (NR != 2) exit 1 }' "$folder/out" ||
    fails "practices_side_by_side: the row is wrong"
cut -d, -f 1-4,9-17 "$folder/out" >"$folder/first"
expect 0 agendas_repeat agendas didier --scale 2 --work-limit 3000000 --threads 2
cut -d, -f 1-4,9-17 "$folder/out" | cmp -s - "$folder/first" ||
    fails "agendas_repeat: two threads make other agendas"

# ten exponential patients: the cost is that of appointmentscheduling.info (the exit code says so)
expect 0 a_year_is_simulated year didier --weeks 2 --work-limit 2000000
rows=$(grep -c '^didier,.*,6,' "$folder/out")
[ "$rows" = 2 ] || fails "a_year_is_simulated: $rows rows of six weeks in place of 2"
grep -q '^didier,program/program/ranking/optimised,6,[0-9]*,10,' "$folder/out" ||
    fails "a_year_is_simulated: not ten weekly plans"
refuses a_year_takes_scenarios 'no scenario is named "dider"' year dider
expect 0 a_session_is_searched session exponential-10 value-30
awk -F, '(NR == 2 && ($1 != "exponential-10" || $6 != "optimal")) || (NR == 3 && $6 != "") { exit 1 }
         END { if (NR != 3) exit 1 }' "$folder/out" || fails "a_session_is_searched: rows are wrong"
refuses an_unknown_session_is_named 'no case "slots"' session slots

[ "$failures" -eq 0 ] && echo "all passed"
[ "$failures" -eq 0 ]
