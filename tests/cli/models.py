"""The written programs are the ones that were solved: glpsol reads each stage's program, as CPLEX LP
and as free MPS, and finds the cost that the plan reports for the stage.

usage: models.py PROGRAM DOCUMENTS_FOLDER        (exit code 77: there is no glpsol)

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM, DOCUMENTS = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
STAGES = ["roster", "slots", "bookings", "times"]

# By hand, see the practice: 80 of 60 minutes asked for, at 10 points; three visits overrun 2 minutes
# at 10 points and one request of 30 points has no place; the second visit waits 2 minutes and the
# third 4, at 1 point, and work ends 6 minutes late, at 8.
TINY = {"roster": 200, "slots": 90, "bookings": 90, "times": 54}


def run(*arguments):
    subprocess.run([PROGRAM, *map(str, arguments)], check=True)


def optimum(model, folder):
    answer = folder / "answer.txt"
    kind = "--lp" if model.suffix == ".lp" else "--freemps"
    subprocess.run(
        ["glpsol", kind, str(model), "-o", str(answer)], check=True, stdout=subprocess.DEVNULL
    )
    text = answer.read_text(encoding="utf-8")
    assert re.search(r"^Status: +(INTEGER )?OPTIMAL", text, re.M), text[:400]
    return float(re.search(r"^Objective: .* = ([-+0-9.eE]+)", text, re.M).group(1))


def plan_by_stages(practice, folder):
    """The plan after each stage, each from the one before, proven optimal."""
    plans = {}
    for before, stage in zip([None] + STAGES, STAGES):
        plans[stage] = folder / f"{stage}.json"
        source = [] if before is None else ["--from", plans[before]]
        run("plan", practice, "-q", "--mip-gap", 0, "--stage", stage, "-o", plans[stage], *source)
    return plans


def check_practice(practice, folder, expected=None):
    plans = plan_by_stages(practice, folder)
    for before, stage in zip([None] + STAGES, STAGES):
        report = json.loads(plans[stage].read_text(encoding="utf-8"))["stages"][stage]
        source = [] if before is None else ["--from", plans[before]]
        assert report["outcome"] == "optimal", (practice.name, stage, report)
        assert expected is None or report["cost"] == expected[stage], (stage, report)
        for ending in ("lp", "mps"):
            model = folder / f"{stage}.{ending}"
            run("plan", practice, "--stage", stage, "--write-model", model, *source)
            found = optimum(model, folder)
            assert abs(found - report["cost"]) < 1e-6, (practice.name, model.name, found, report)


def main():
    if shutil.which("glpsol") is None:
        return 77
    with tempfile.TemporaryDirectory() as name:
        check_practice(DOCUMENTS / "tiny.json", pathlib.Path(name), TINY)
        check_practice(DOCUMENTS / "clinic.json", pathlib.Path(name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
