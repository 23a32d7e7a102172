#!/usr/bin/env python3
"""Solves a written integer program with a general solver, and recounts what it found.

usage: solve_model.py SOLVER MODEL [--limit S] [--gap G]

SOLVER is glpsol (GLPK), cbc (COIN-OR), highs (HiGHS, the program or the Python package highspy) or
cpsat (CP-SAT, the Python package ortools); MODEL a free MPS file as ipsosched plan --write-model
makes it. Each runs as a program of its own on one thread, with its own settings but for the limit in
wall seconds and the gap at which it may stop. The point found is put into rows, bounds and objective
of the file, which are read here anew: no solver is believed.

Prints one line of nine words, "-" for what there is not:

    rows columns wall_seconds cpu_seconds outcome stop value bound check

outcome: optimal, feasible, infeasible, unknown, or missing when the solver is not installed.
stop: done, time, or late when it did not end by itself and was stopped. value: recounted. check: ok,
or how many rows, bounds and whole numbers are broken; an objective told wrongly counts as one more.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import collections
import importlib.util
import math
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import solvers

GRACE_S = 5  # after the limit a solver has to end by itself,
IMPORT_S = 30  # and a Python package to be loaded, which is not part of its time
FEASIBLE = 1e-6  # of a row or bound, relative to its size above 1; the solvers' own is 1e-6 or 1e-7
WHOLE = 1e-5

HIGHS = """
import sys, resource, time, highspy
model, limit, gap, out = sys.argv[1:]
began, used = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
solver = highspy.Highs()
solver.setOptionValue("threads", 1)
solver.setOptionValue("parallel", "off")
solver.setOptionValue("time_limit", float(limit))
solver.setOptionValue("mip_rel_gap", float(gap))
solver.readModel(model)
solver.run()
solver.writeSolution(out, 0)
print("took", time.monotonic() - began,
      resource.getrusage(resource.RUSAGE_SELF).ru_utime - used)
"""

CPSAT = """
import sys, resource, time
from ortools.linear_solver.python import model_builder
path, limit, gap, out = sys.argv[1:]
began, used = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
model = model_builder.Model()
assert model.import_from_mps_file(path)
solver = model_builder.Solver("sat")
left = max(float(limit) - (time.monotonic() - began), 0.1)
solver.set_time_limit_in_seconds(left)
solver.set_solver_specific_parameters(f"num_workers:1 relative_gap_limit:{gap}")
status = solver.solve(model)
print("status", status.name)
if status.name in ("OPTIMAL", "FEASIBLE"):
    print("value", solver.objective_value)
    with open(out, "w", encoding="utf-8") as file:
        for variable in model.get_variables():
            file.write(f"{variable.name} {solver.value(variable)!r}\\n")
if status.name != "INFEASIBLE" and solver.best_objective_bound is not None:
    print("bound", solver.best_objective_bound)
print("took", time.monotonic() - began,
      resource.getrusage(resource.RUSAGE_SELF).ru_utime - used)
"""


# ---- the program ----


class Program:
    """A program to be minimised, read from free MPS."""

    def __init__(self, text):
        self.kinds, self.sides, self.ranges = {}, {}, {}  # by row
        self.terms = collections.defaultdict(list)  # by row: (column, value)
        self.cost, self.integer = {}, set()
        self.lower, self.upper = {}, {}
        self.objective, self.columns, self.marked = None, [], False
        section = None
        for line in text.splitlines():
            if line.startswith("*") or not line.strip():
                continue
            if not line[0].isspace():
                section = line.split()[0]
            elif section != "NAME":
                getattr(self, "read_" + section.lower())(line.split())

    def read_rows(self, words):
        if words[0] == "N" and self.objective is None:
            self.objective = words[1]
        else:
            self.kinds[words[1]] = words[0]

    def read_columns(self, words):
        if words[1] == "'MARKER'":
            self.marked = words[2] == "'INTORG'"
            return
        name = words[0]
        if name not in self.cost:
            self.columns.append(name)
            self.cost[name], self.lower[name], self.upper[name] = 0.0, 0.0, math.inf
            if self.marked:
                self.integer.add(name)
        for row, value in zip(words[1::2], words[2::2]):
            if row == self.objective:
                self.cost[name] = float(value)
            else:
                self.terms[row].append((name, float(value)))

    def read_rhs(self, words):
        self.sides.update(zip(words[1::2], map(float, words[2::2])))

    def read_ranges(self, words):
        self.ranges.update(zip(words[1::2], map(float, words[2::2])))

    def read_bounds(self, words):
        kind, name = words[0], words[2]
        value = float(words[3]) if len(words) > 3 else math.inf
        if kind in ("LO", "FX"):
            self.lower[name] = value
        if kind in ("UP", "FX", "PL"):
            self.upper[name] = value
        if kind in ("MI", "FR"):
            self.lower[name] = -math.inf

    def read_endata(self, _):
        pass

    def bounds_of(self, row):
        side, extent = self.sides.get(row, 0.0), self.ranges.get(row, math.inf)
        low, high = {"E": (side, side), "G": (side, side + extent), "L": (side - extent, side),
                     "N": (-math.inf, math.inf)}[self.kinds[row]]
        return low, high

    def recount(self, point):
        """Objective of a point (values by column, 0 if left out), and how much of it is broken."""
        def outside(value, low, high):
            return (value < low - FEASIBLE * max(1.0, abs(low)) or
                    value > high + FEASIBLE * max(1.0, abs(high)))

        broken = sum(outside(point.get(name, 0.0), self.lower[name], self.upper[name])
                     for name in self.columns)
        broken += sum(abs(point.get(name, 0.0) - round(point.get(name, 0.0))) > WHOLE
                      for name in self.integer)
        broken += sum(name not in self.cost for name in point)
        for row in self.kinds:
            activity = math.fsum(value * point.get(name, 0.0) for name, value in self.terms[row])
            broken += outside(activity, *self.bounds_of(row))
        value = math.fsum(self.cost[name] * point.get(name, 0.0) for name in self.columns)
        return value, broken


# ---- the solvers ----


class Answer:
    """What a solver told: outcome, value, bound and point (values by column name)."""

    def __init__(self):
        self.outcome, self.stop = "unknown", "time"
        self.value = self.bound = self.point = None
        self.wall = self.user = 0.0


class Run:
    """A program run to its end or to its limit: its log, and the time it took."""

    def __init__(self, command, limit):
        unbuffered = [shutil.which("stdbuf"), "-oL"] if shutil.which("stdbuf") else []
        limit += IMPORT_S if command[0] == sys.executable else 0
        began = time.monotonic()
        with subprocess.Popen(unbuffered + command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace") as process:
            self.late = False
            timer = threading.Timer(limit + GRACE_S, self.stop, [process.pid])
            timer.start()
            text = process.stdout.read()
            self.lines = text[:text.rfind("\n") + 1].splitlines()  # no part of a line
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0
            timer.cancel()
        self.wall, self.user = time.monotonic() - began, usage.ru_utime

    def stop(self, pid):
        self.late = True
        os.kill(pid, signal.SIGKILL)

    def find(self, pattern):
        """The groups of the last line that matches, None when none does."""
        found = [match for match in (re.search(pattern, line) for line in self.lines) if match]
        return found[-1].groups() if found else None


def begin(run, reader=None):
    """An answer with the last value and bound that the log tells."""
    answer = Answer()
    answer.wall, answer.user = run.wall, run.user
    took = run.find(r"^took (\S+) (\S+)")
    if took:
        answer.wall, answer.user = float(took[0]), float(took[1])
    for told in filter(None, map(reader, run.lines) if reader else []):
        answer.value = told[0] if told[0] is not None else answer.value
        answer.bound = told[1] if told[1] is not None else answer.bound
    if run.late:
        answer.stop = "late"
    return answer


def finish(answer, proven, infeasible):
    if infeasible:
        answer.outcome, answer.stop, answer.value = "infeasible", "done", None
    elif proven:
        answer.outcome, answer.stop = "optimal", "done"
    elif answer.point is not None or answer.value is not None:
        answer.outcome = "feasible"
    return answer


def finite(groups):
    """The first group as a number, None when it is none."""
    try:
        number = float(groups[0])
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def lines_of(path):
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def with_glpsol(program, model, limit, gap, out):
    run = Run([shutil.which("glpsol"), "--freemps", model, "--tmlim", str(math.ceil(limit)),
               "--mipgap", f"{gap:g}", "--write", str(out)], limit)
    answer = begin(run, solvers.of_glpsol)
    status = "u"
    values = {}
    for words in map(str.split, lines_of(out)):
        if words[:2] == ["s", "mip"]:
            status = words[4]
        elif words[0] == "j" and status in "of":
            values[program.columns[int(words[1]) - 1]] = float(words[2])
    answer.point = values or None
    proven = status == "o"
    # Below its gap it stops as it does at an optimum, and says so in the log.
    gap_met = run.find(r"RELATIVE MIP GAP TOLERANCE REACHED") is not None
    if proven and not gap_met:
        answer.value = answer.bound = program.recount(values)[0]
    infeasible = status == "n" or run.find(r"PROBLEM HAS NO (PRIMAL |INTEGER )?FEASIBLE SOLUTION")
    return finish(answer, proven or gap_met, infeasible)


def with_cbc(program, model, limit, gap, out):
    run = Run([shutil.which("cbc"), model, "-sec", f"{limit:g}", "-threads", "0",
               "-timeMode", "elapsed", "-ratio", f"{gap:g}", "-solve", "-solution",
               str(out)], limit)
    answer = begin(run, solvers.of_cbc)
    lines = lines_of(out)
    head = lines[0] if lines else ""
    found = run.find(r"^Objective value:\s+(\S+)")
    lower = finite(run.find(r"^Lower bound:\s+(\S+)"))
    answer.bound = answer.bound if lower is None else lower
    values = {}
    for words in map(str.split, lines[1:] if found else []):
        words = words[1:] if words[0] == "**" else words
        values[words[1]] = float(words[2])
    answer.point = values or None
    answer.value = float(found[0]) if found else answer.value
    proven = head.startswith("Optimal")
    if proven and run.find(r"^Gap:") is None:
        answer.bound = program.recount(values)[0]
    return finish(answer, proven, "nfeasible" in head)


def with_highs(program, model, limit, gap, out):
    highs = shutil.which("highs")
    if highs:
        settings = out.with_suffix(".options")
        settings.write_text(f"mip_rel_gap = {gap:g}\nthreads = 1\n", encoding="utf-8")
        command = [highs, "--time_limit", f"{limit:g}", "--parallel", "off", "--options_file",
                   str(settings), "--solution_file", str(out), model]
    else:
        command = [sys.executable, "-u", "-c", HIGHS, model, f"{limit:g}", f"{gap:g}", str(out)]
    run = Run(command, limit)
    answer = begin(run, solvers.of_highs)
    dual = finite(run.find(r"^\s*Dual bound\s+(\S+)"))
    answer.bound = answer.bound if dual is None else dual
    known = set(program.columns)
    found = run.find(r"^\s*Solution status\s+(\w+)")
    values, inside = {}, False
    for words in map(str.split, lines_of(out)):
        if words[:2] == ["#", "Columns"]:
            inside = True
        elif words[:1] == ["#"]:
            inside = False
        elif inside and len(words) == 2 and words[0] in known:
            values[words[0]] = float(words[1])
    answer.point = values if found and found[0] == "feasible" else None
    status = (run.find(r"^\s*(?:Model status\s*:?|Status)\s+(\w.*)$") or [""])[0].strip()
    return finish(answer, status == "Optimal" and answer.point is not None,
                  status == "Infeasible")


def with_cpsat(_, model, limit, gap, out):
    run = Run([sys.executable, "-u", "-c", CPSAT, model, f"{limit:g}", f"{gap:g}", str(out)], limit)
    answer = begin(run)
    status = (run.find(r"^status (\w+)") or [""])[0]
    answer.bound = finite(run.find(r"^bound (\S+)"))
    answer.value = finite(run.find(r"^value (\S+)"))
    if status in ("OPTIMAL", "FEASIBLE"):
        answer.point = {name: float(value) for name, value in map(str.split, lines_of(out))}
    return finish(answer, status == "OPTIMAL", status == "INFEASIBLE")


def is_module(name):
    return importlib.util.find_spec(name) is not None


SOLVERS = {
    "glpsol": (with_glpsol, lambda: shutil.which("glpsol")),
    "cbc": (with_cbc, lambda: shutil.which("cbc")),
    "highs": (with_highs, lambda: shutil.which("highs") or is_module("highspy")),
    "cpsat": (with_cpsat, lambda: is_module("ortools")),
}


def solve(solver, model, limit, gap):
    """The nine words."""
    program = Program(pathlib.Path(model).read_text(encoding="utf-8"))
    size = [str(len(program.kinds)), str(len(program.columns))]
    run, is_there = SOLVERS[solver]
    if not is_there():
        return [*size, "-", "-", "missing", "-", "-", "-", "-"]
    with tempfile.TemporaryDirectory() as folder:
        answer = run(program, model, limit, gap, pathlib.Path(folder) / "solution")
    check = "-"
    if answer.point is not None:
        value, broken = program.recount(answer.point)
        if answer.value is not None and abs(answer.value - value) > 1e-4 * max(1.0, abs(value)):
            broken += 1
        answer.value, check = value, str(broken) if broken else "ok"

    def number(value):
        return "-" if value is None else f"{value:.10g}"

    return [*size, f"{answer.wall:.3f}", f"{answer.user:.3f}", answer.outcome, answer.stop,
            number(answer.value), number(answer.bound), check]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("solver", choices=SOLVERS)
    parser.add_argument("model")
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--gap", type=float, default=0.0)
    options = parser.parse_args()
    print(*solve(options.solver, options.model, options.limit, options.gap))


if __name__ == "__main__":
    main()
