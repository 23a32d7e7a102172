#!/bin/sh
# Under a short limit too a network's roster is changed for its slots and bookings.
#
# usage: joint_network.sh IPSOSCHED-BENCH
#
# 1e9 units are about ten seconds. Duties at other times save a sixth of what roster, slots and
# bookings cost when they are planned apart (docs/joint.md, "Measured"): a tenth is asked here.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
bench=$1
"$bench" joint ipso --work-limit 1000000000 --threads 2 --time-limit 900 | awk -F, '
NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
{
    cost[$column["method"]] = $column["cost"]
    if ($column["check"] != "ok" || $column["bound"] > $column["cost"]) {
        print "a plan that does not hold, or costs less than its bound: " $0
        failed = 1
    }
}
END {
    print "apart " cost["apart"] ", together " cost["together"]
    if (!(cost["together"] > 0 && cost["together"] < 0.9 * cost["apart"])) {
        print "planned together it is not a tenth cheaper"
        failed = 1
    }
    exit failed
}'
