#!/usr/bin/env python3
"""What size costs: processor time to the same gap for bookings of one size and of K times it.

usage: scaling.py IPSOSCHED_BENCH [--times K] [--seeds N] [--work W[,W...]]

Packs the generated bookings (ipsosched-bench bookings) of the instance seeds 1 to N with so much
work, and those K times as large with K times the work, in turn. Gaps and times are means over the
seeds; between two amounts of work the logarithm of the time is interpolated in that of the gap.
Prints a CSV row for each gap that the smaller size has reached and the larger one passes through:
gap, seconds of the one and of the other, and how many times as many. The means themselves go to
standard error.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import csv
import math
import subprocess
import sys


def falling(points):
    """Of (seconds, gap) in the order of seconds, those with less of a gap than all before."""
    kept = []
    for seconds, gap in sorted(points):
        if not kept or gap < kept[-1][1]:
            kept.append((seconds, gap))
    return kept


def seconds_to(points, gap):
    """Seconds at which falling points pass a gap; None where they do not."""
    for (before, high), (after, low) in zip(points, points[1:]):
        if high >= gap >= low:
            share = math.log(high / gap) / math.log(high / low)
            return before * (after / before) ** share
    return None


def measure(program, scale, work, seeds):
    """The means over the seeds: (processor seconds, gap)."""
    seconds = gap = 0.0
    for seed in range(1, seeds + 1):
        done = subprocess.run([program, "bookings", "--scale", str(scale), "--work-limit",
                               str(work), "--instance-seed", str(seed)],
                              stdout=subprocess.PIPE, text=True, check=True)
        row = next(csv.DictReader(done.stdout.splitlines()))
        if row["recount"] != "ok":
            sys.exit(f"scaling.py: seed {seed} at scale {scale} does not pass the recount")
        seconds += float(row["cpu_seconds"]) / seeds
        gap += float(row["gap"]) / seeds
    print(f"scale {scale}, work {work}: {seconds:.2f} s, gap {100 * gap:.3f} %", file=sys.stderr)
    return seconds, gap


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="ipsosched-bench")
    parser.add_argument("--times", type=int, default=4, help="how many times as large (4)")
    parser.add_argument("--seeds", type=int, default=6, help="instances of each size (6)")
    parser.add_argument("--work", default="30000000,50000000,70000000,100000000,150000000",
                        help="units for the smaller size, with commas between")
    args = parser.parse_args()
    one, many = [], []
    for work in (int(word) for word in args.work.split(",")):
        one.append(measure(args.program, 1, work, args.seeds))
        many.append(measure(args.program, args.times, args.times * work, args.seeds))
    print("gap,seconds,seconds_of_larger,times")
    for seconds, gap in falling(one):
        larger = seconds_to(falling(many), gap)
        if larger is not None:
            print(f"{gap:.6f},{seconds:.3f},{larger:.3f},{larger / seconds:.2f}")


if __name__ == "__main__":
    main()
