#!/usr/bin/env python3
"""Draws what ipsosched-bench policies measured: an SVG file for each measure, with gnuplot.

usage: plot_policies.py ROWS [--measure NAME]... [--policy NAME]... [--folder DIR]

ROWS is a file of ipsosched-bench policies, CSV or newline-delimited JSON. Each measure becomes
DIR/policies-NAME.svg: a panel for each scenario, a line over the loads for each policy, with its 95 %
intervals. With several seeds a point is the mean of their means, and the seeds' intervals are
combined as those of independent means. Shares are drawn in percent.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import collections
import csv
import json
import math
import pathlib
import shutil
import subprocess
import sys
import tempfile

USUAL = ["attended_fill", "acute_same_day", "unserved", "direct_wait_min", "overtime_min"]


def read(path):
    """The rows of the file, each a dictionary of texts."""
    text = path.read_text(encoding="utf-8")
    if text.startswith("{"):
        rows = [json.loads(line) for line in text.splitlines()]
        return [{name: "" if value is None else str(value) for name, value in row.items()}
                for row in rows]
    return list(csv.DictReader(text.splitlines()))


def points_of(rows, measure):
    """(mean, half width) by scenario, policy and load, of all seeds."""
    seeds = collections.defaultdict(list)
    for row in rows:
        if row["measure"] == measure and row["mean"] and row["half_width"]:
            scale = 100 if row["unit"] == "share" else 1
            seeds[row["scenario"], row["policy"], int(row["load_percent"])].append(
                (scale * float(row["mean"]), scale * float(row["half_width"])))
    return {place: (sum(mean for mean, _ in found) / len(found),
                    math.sqrt(sum(half ** 2 for _, half in found)) / len(found))
            for place, found in seeds.items()}


def label(measure, unit):
    """"direct wait, min" of direct_wait_min."""
    words = measure.removesuffix("_" + unit) if unit else measure
    unit = "%" if unit == "share" else unit
    return words.replace("_", " ") + (f", {unit}" if unit else "")


def blocks(points, scenarios, policies):
    """The data that plot_policies.gp reads."""
    texts = []
    for scenario in scenarios:
        for policy in policies:
            lines = [f"{load} {mean:.6g} {half:.6g}" for (at, name, load), (mean, half)
                     in sorted(points.items()) if (at, name) == (scenario, policy)]
            texts.append("\n".join(lines or ["nan nan nan"]))
    return "\n\n\n".join(texts) + "\n"


def draw(rows, measure, policies, path):
    points = points_of(rows, measure)
    if not points:
        sys.exit(f"plot_policies.py: the rows have no measure {measure}")
    scenarios = list(dict.fromkeys(row["scenario"] for row in rows))
    unit = next(row["unit"] for row in rows if row["measure"] == measure)
    with tempfile.NamedTemporaryFile("w", suffix=".dat", encoding="utf-8") as data:
        data.write(blocks(points, scenarios, policies))
        data.flush()
        values = {"data": data.name, "output": str(path), "scenarios": " ".join(scenarios),
                  "policies": " ".join(policies), "measure": label(measure, unit)}
        settings = "; ".join(f"{name} = '{value}'" for name, value in values.items())
        script = pathlib.Path(__file__).with_suffix(".gp")
        subprocess.run(["gnuplot", "-e", settings, str(script)], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("rows", type=pathlib.Path)
    parser.add_argument("--measure", action="append", help=f"default: {', '.join(USUAL)}")
    parser.add_argument("--policy", action="append", help="default: all of the rows")
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("."))
    options = parser.parse_args()
    if shutil.which("gnuplot") is None:
        sys.exit("plot_policies.py: gnuplot is not installed")
    rows = read(options.rows)
    known = list(dict.fromkeys(row["policy"] for row in rows))
    for name in options.policy or []:
        if name not in known:
            sys.exit(f"plot_policies.py: the rows have no policy {name}")
    for measure in options.measure or USUAL:
        path = options.folder / f"policies-{measure}.svg"
        draw(rows, measure, options.policy or known, path)
        print(path)


if __name__ == "__main__":
    main()
