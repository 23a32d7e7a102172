"""An interrupted plan is still written: SIGINT and SIGTERM during the search of a large practice.

First on a practice whose rules leave no quick plan: then there is nothing to write, which is said.
Then the signal is sent once a line of progress says that the stage has a plan; the program must end with
exit code 130 and a plan that the check accepts. Signals that were ignored from the start stay
ignored.

usage: interrupt.py PROGRAM

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import pathlib
import signal
import subprocess
import sys
import tempfile

import common

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
PATIENCE_S = 120


def start(folder, limit, **options):
    return subprocess.Popen(
        [PROGRAM, "plan", "practice.json", "-o", "plan.json", "--json", "--progress", "always"]
        + limit,
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def wait_for_a_plan(process):
    for line in process.stderr:
        if "cost" in json.loads(line):
            return
    raise AssertionError("no line of progress says that there is a plan")


def without_a_plan_there_is_nothing_to_write(folder):
    practice = folder / "practice.json"
    practice.write_text(json.dumps(common.endless()), encoding="utf-8")
    process = start(folder, ["--time-limit", "600s"])
    assert "cost" not in json.loads(process.stderr.readline())
    process.send_signal(signal.SIGINT)
    summary = json.loads(process.stderr.read().splitlines()[-1])
    assert process.wait(PATIENCE_S) == 130, process.returncode
    assert summary["text"] == "interrupted before there was a plan; nothing was written", summary
    assert [p.name for p in folder.iterdir()] == ["practice.json"]


def a_signal_ends_the_search_with_its_best_plan(folder, number):
    process = start(folder, ["--time-limit", "600s"])
    wait_for_a_plan(process)
    process.send_signal(number)
    rest = process.stderr.read().splitlines()
    assert process.wait(PATIENCE_S) == 130, (process.returncode, rest)
    summary = json.loads(rest[-1])
    assert summary["interrupted"] is True, summary
    assert sorted(p.name for p in folder.iterdir()) == ["plan.json", "practice.json"]
    check = subprocess.run([PROGRAM, "check", "-q", "practice.json", "plan.json"], cwd=folder)
    assert check.returncode == 0, check.returncode
    cost = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["cost"]
    assert cost["violations"] == 0 and cost["total"] == summary["cost"], cost
    (folder / "plan.json").unlink()


def an_ignored_signal_stays_ignored(folder):
    process = start(
        folder,
        ["--work-limit", "200000000"],
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    wait_for_a_plan(process)
    process.send_signal(signal.SIGINT)
    rest = process.stderr.read().splitlines()
    assert process.wait(PATIENCE_S) == 0, (process.returncode, rest)
    assert json.loads(rest[-1])["interrupted"] is False, rest[-1]


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        without_a_plan_there_is_nothing_to_write(folder)
        subprocess.run([PROGRAM, "generate", "ipso", "-o", "practice.json"], cwd=folder, check=True)
        a_signal_ends_the_search_with_its_best_plan(folder, signal.SIGINT)
        a_signal_ends_the_search_with_its_best_plan(folder, signal.SIGTERM)
        an_ignored_signal_stays_ignored(folder)


if __name__ == "__main__":
    main()
