#!/usr/bin/env python3
"""The program of a stage, by ipsosched and by general solvers, at the same times.

usage: solvers.py IPSOSCHED [--scenario NAME] [--seed N] [--stage slots|bookings] [--at S[,S...]]
                  [--cpu]

Makes a roster of the scenario, writes the integer program of the stage (slots, unless bookings is
asked for) with --write-model, and gives it to glpsol (GLPK), cbc (COIN-OR) and highs (or the Python
module highspy), each with its own settings and one thread, once and for the longest time. What it
has found and proven is read from its log as the lines arrive. ipsosched is run once for each time.
Prints a table; a solver that is not installed is named on standard error and left out.

Times are wall seconds, of a machine with nothing else to do, or with --cpu processor seconds
outside the kernel, of any: then each of the others runs until it has used so many, and ipsosched,
which has no such limit, for as many wall seconds, which are more. Its row tells how many processor
seconds those were.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import importlib.util
import json
import math
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HIGHSPY = """
import highspy, sys
solver = highspy.Highs()
solver.setOptionValue("threads", 1)
solver.setOptionValue("time_limit", float(sys.argv[2]))
solver.readModel(sys.argv[1])
solver.run()
"""
NUMBER = r"([-+]?[0-9][0-9.]*(?:e[-+]?[0-9]+)?)"


def of_glpsol(line):
    """(value or None, bound or None) of a line of the log; None where it says neither."""
    found = re.search(r"(?:mip =|>>>>>)\s+(not found yet|" + NUMBER + r")\s+>=\s+(-inf|" + NUMBER
                      + ")", line)
    if found:
        return tuple(None if word is None else float(word) for word in (found[2], found[4]))
    return None


def of_cbc(line):
    found = re.search(NUMBER + r" best solution, best possible " + NUMBER, line)
    if found:
        return (None if float(found[1]) > 1e40 else float(found[1])), float(found[2])
    found = re.search(r"Cbc00(?:04|12|16|38)I .*?solution of " + NUMBER, line)
    return (float(found[1]), None) if found else None


def of_highs(line):
    """A row of its table: ... % bound value gap ...; bound and value are infinite at first."""
    found = re.search(r"%\s+(-inf|" + NUMBER + r")\s+(inf|" + NUMBER + r")\s+\S+\s", line)
    if found:
        return tuple(None if word is None else float(word) for word in (found[4], found[2]))
    return None


def solvers(model, seconds):
    """(name, command or None, reader of its log)."""
    highs = shutil.which("highs")
    limit = str(math.ceil(seconds))
    if highs:
        command = [highs, "--time_limit", limit, "--parallel", "off", model]
    elif importlib.util.find_spec("highspy"):
        command = [sys.executable, "-u", "-c", HIGHSPY, model, limit]
    else:
        command = None
    yield "glpsol", [shutil.which("glpsol"), "--freemps", model, "--tmlim", limit], of_glpsol
    yield "cbc", [shutil.which("cbc"), model, "-sec", limit, "-threads", "0", "-solve"], of_cbc
    yield "highs", command, of_highs


def cpu_seconds(process):
    """Processor time of a running process outside the kernel; 0 when it has ended."""
    try:
        words = pathlib.Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(words.rpartition(")")[2].split()[11]) / os.sysconf("SC_CLK_TCK")


def clock_of(process, cpu):
    """A function that tells how long the process has run."""
    began = time.monotonic()
    return (lambda: cpu_seconds(process)) if cpu else (lambda: time.monotonic() - began)


def stop_after(process, clock, seconds):
    """Stops a solver that does not keep its own limit."""
    while process.poll() is None:
        if clock() > seconds:
            process.kill()
        time.sleep(0.2)


def watch(command, read, times, cpu):
    """Runs a solver; the best value and bound it has told of by each of the times."""
    unbuffered = [shutil.which("stdbuf"), "-oL"] if shutil.which("stdbuf") else []
    process = subprocess.Popen(unbuffered + command, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, errors="replace")
    clock = clock_of(process, cpu)
    last = max(times)
    threading.Thread(target=stop_after, args=(process, clock, last if cpu else last + 5)).start()
    seen = {at: [None, None] for at in times}
    for line in process.stdout:
        told = read(line)
        passed = clock()
        for at in times:
            if told and passed <= at:
                value, bound = told
                seen[at][0] = seen[at][0] if value is None else value
                seen[at][1] = seen[at][1] if bound is None else bound
    process.wait()
    return seen


def planned(ipsosched, practice, start, stage, limit, folder):
    """Cost and bound of the stage's report in the plan, and the processor seconds it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    out = str(folder / "plan.json")
    command = [ipsosched, "plan", practice, "--stage", stage, "-q", "-o", out,
               "--mip-gap", "0"] + limit
    subprocess.run(command + (["--from", start] if start else []), check=True)
    report = json.loads(pathlib.Path(out).read_text(encoding="utf-8"))["stages"][stage]
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    return report["cost"], report["bound"], used


def row(name, at, value, bound):
    gap = f"{100 * (value - bound) / value:.2f} %" if value and bound is not None else "none"
    words = [name, f"{at:g}", f"{value:,.0f}" if value is not None else "none",
             f"{bound:,.0f}" if bound is not None else "none", gap]
    print("| " + " | ".join(words) + " |", flush=True)


def prepare(options, folder):
    """Paths of the practice, of the plan before the stage and of the stage's program."""
    practice, start = str(folder / "practice.json"), str(folder / "start.json")
    model = str(folder / "model.mps")
    subprocess.run([options.ipsosched, "generate", options.scenario, "--seed", str(options.seed),
                    "-o", practice], check=True)
    before = ["roster"] if options.stage == "slots" else ["roster", "slots"]
    for stage in before:
        planned(options.ipsosched, practice, start if stage != "roster" else None, stage,
                ["--work-limit", "300000000"], folder)
        (folder / "plan.json").replace(start)
    subprocess.run([options.ipsosched, "plan", practice, "--from", start, "--stage",
                    options.stage, "--write-model", model], check=True)
    return practice, start, model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("ipsosched")
    parser.add_argument("--scenario", default="ipso")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stage", choices=["slots", "bookings"], default="slots")
    parser.add_argument("--at", default="10,60,120")
    parser.add_argument("--cpu", action="store_true")
    options = parser.parse_args()
    times = [float(word) for word in options.at.split(",")]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        practice, start, model = prepare(options, folder)
        print("| solver | seconds | value | bound | gap |\n|---|---|---|---|---|", flush=True)
        for at in times:
            cost, bound, used = planned(options.ipsosched, practice, start, options.stage,
                                        ["--time-limit", f"{at:g}s"], folder)
            row(f"ipsosched ({used:.1f} s)" if options.cpu else "ipsosched", at, cost, bound)
        # With --cpu their own limits, in wall seconds or not, are out of the way.
        for solver, command, read in solvers(model, max(times) * (20 if options.cpu else 1)):
            if command is None or command[0] is None:
                print(f"solvers.py: {solver} is not installed: left out", file=sys.stderr)
                continue
            for at, (value, bound) in watch(command, read, times, options.cpu).items():
                row(solver, at, value, bound)


if __name__ == "__main__":
    main()
