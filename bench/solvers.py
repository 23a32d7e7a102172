#!/usr/bin/env python3
"""The program of a stage, by ipsosched and by general solvers, at the same times.

usage: solvers.py IPSOSCHED [--scenario NAME] [--seed N] [--stage slots|bookings] [--at S[,S...]]

Makes a roster of the scenario, writes the integer program of the stage (slots, unless bookings is
asked for) with --write-model, and gives it to glpsol (GLPK), cbc (COIN-OR) and highs (or the Python
module highspy), each with its own settings and one thread, once and for the longest time. What it
has found and proven is read from its log as the lines arrive. ipsosched is run once for each time.
Prints a table; a solver that is not installed is named on standard error and left out.

Wall seconds of an otherwise idle machine are meant: run it alone.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import importlib.util
import json
import math
import pathlib
import re
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


def watch(command, read, times):
    """Runs a solver; the best value and bound it has told of by each of the times."""
    unbuffered = [shutil.which("stdbuf"), "-oL"] if shutil.which("stdbuf") else []
    began = time.monotonic()
    process = subprocess.Popen(unbuffered + command, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, errors="replace")
    # A solver that does not keep its own limit is stopped.
    timer = threading.Timer(max(times) + 5, process.kill)
    timer.start()
    seen = {at: [None, None] for at in times}
    for line in process.stdout:
        told = read(line)
        passed = time.monotonic() - began
        for at in times:
            if told and passed <= at:
                value, bound = told
                seen[at][0] = seen[at][0] if value is None else value
                seen[at][1] = seen[at][1] if bound is None else bound
    process.wait()
    timer.cancel()
    return seen


def planned(ipsosched, practice, start, stage, limit, folder):
    """Cost and bound of the stage's report in the plan."""
    out = str(folder / "plan.json")
    command = [ipsosched, "plan", practice, "--stage", stage, "-q", "-o", out,
               "--mip-gap", "0"] + limit
    subprocess.run(command + (["--from", start] if start else []), check=True)
    report = json.loads(pathlib.Path(out).read_text(encoding="utf-8"))["stages"][stage]
    return report["cost"], report["bound"]


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
    options = parser.parse_args()
    times = [float(word) for word in options.at.split(",")]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        practice, start, model = prepare(options, folder)
        print("| solver | seconds | value | bound | gap |\n|---|---|---|---|---|", flush=True)
        for at in times:
            row("ipsosched", at, *planned(options.ipsosched, practice, start, options.stage,
                                          ["--time-limit", f"{at:g}s"], folder))
        for solver, command, read in solvers(model, max(times)):
            if command is None or command[0] is None:
                print(f"solvers.py: {solver} is not installed: left out", file=sys.stderr)
                continue
            for at, (value, bound) in watch(command, read, times).items():
                row(solver, at, value, bound)


if __name__ == "__main__":
    main()
